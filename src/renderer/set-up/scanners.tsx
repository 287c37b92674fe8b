// The scanners on the set-up screen: which are there, and what helps those that are not.
import type { ScannerView, Tone } from "#contract/views.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { scannerName, scannerNote, scannerSort } from "#renderer/shared/scanner-words.ts";
import styles from "./set-up.module.css";

const SCANNER_TONES: Readonly<Record<ScannerView["state"], Tone>> = { ready: "good", absent: "unsure", trouble: "bad" };

export function Scanners({ scanners }: { readonly scanners: readonly ScannerView[] }) {
  const say = useSay();
  if (scanners.length === 0) return say("setUp.noScanners");
  return scanners.map((scanner) => <Scanner key={scanner.id} scanner={scanner} />);
}

/** A scanner in keyboard mode cannot be seen by the till, so no state is claimed of it. */
function Scanner({ scanner }: { readonly scanner: ScannerView }) {
  const say = useSay();
  const { kind, state, note } = scanner;
  const words = scannerNote(scanner, say);
  return (
    <span className={styles["line"]}>
      {kind === "keyboard" ? null : (
        <>
          <span className={classes(styles["state"], styles[SCANNER_TONES[state]])}>
            <Shape of={SCANNER_TONES[state]} />
            <span>{say(`scanner.${state}`)}</span>
          </span>{" "}
        </>
      )}
      {scannerName(scanner, say)} <span className={styles["soft"]}>{scannerSort(scanner, say)}</span>
      {words === "" ? null : (
        <span className={styles["note"]} lang={words === note ? "en" : undefined}>
          {words}
        </span>
      )}
    </span>
  );
}
