// The scanners as the set-up screen lists them: which are there, how each stands, and what helps those that do not work.
import type { ReactNode } from "react";
import type { ScannerView, Tone } from "#contract/views.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { scannerHelp, scannerName, scannerSort, scannerWords } from "#renderer/shared/scanner-words.ts";
import styles from "./set-up.module.css";

const SCANNER_TONES: Readonly<Record<ScannerView["state"], Tone>> = { ready: "good", absent: "unsure", trouble: "bad" };

export function Scanners({ scanners }: { readonly scanners: readonly ScannerView[] }) {
  const say = useSay();
  if (scanners.length === 0) return say("setUp.noScanners");
  return scanners.map((scanner) => (
    <span key={scanner.id} className={styles["line"]}>
      <ScannerLine scanner={scanner} />
      {scanner.words === null ? null : <span className={styles["note"]}>{scannerWords(scanner, say)}</span>}
    </span>
  ));
}

/** A scanner in keyboard mode cannot be seen by the till, so no state is claimed of it. */
function ScannerLine({ scanner }: { readonly scanner: ScannerView }) {
  const say = useSay();
  const { kind, state, words } = scanner;
  return (
    <>
      {kind === "keyboard" ? null : (
        <>
          <span className={classes(styles["state"], styles[SCANNER_TONES[state]])}>
            <Shape of={SCANNER_TONES[state]} />
            <span>{say(words === "keyboard-mode" ? "scannerKind.keyboard" : `scanner.${state}`)}</span>
          </span>{" "}
        </>
      )}
      {scannerName(scanner, say)} <span className={styles["soft"]}>{scannerSort(scanner, say)}</span>
    </>
  );
}

/** With what helps, and what the system said. @param children what can be done with it */
export function ScannerEntry({ scanner, children }: { readonly scanner: ScannerView; readonly children?: ReactNode }) {
  const say = useSay();
  const { note } = scanner;
  const words = scannerWords(scanner, say);
  const help = scannerHelp(scanner, say);
  return (
    <>
      <p className={styles["entryHead"]}>
        <ScannerLine scanner={scanner} />
      </p>
      {words === "" ? null : <p>{words}</p>}
      {help === "" ? null : <p className={styles["help"]}>{help}</p>}
      {note === "" ? null : (
        <p className={styles["note"]} lang="en">
          {note}
        </p>
      )}
      {children}
    </>
  );
}
