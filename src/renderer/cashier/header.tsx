// The line at the top: whose till this is, the other screens, and whether Omise and the scanner can be relied on.
import type { CashierView, ScannerView, Tone } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay, type Say } from "#renderer/shared/language.tsx";
import { scannerName } from "#renderer/shared/scanner-words.ts";
import { useStrokes } from "#renderer/shared/keyboard.ts";
import { timeText } from "#renderer/shared/time-text.ts";
import { useStore } from "#renderer/shared/till.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import styles from "./header.module.css";
import { KEYS } from "./keys.ts";

export type Screen = "sell" | "end-of-day" | "set-up";

type HeaderProps = { readonly view: CashierView; readonly screen: Screen; readonly onScreen: (screen: Screen) => void };

export function Header({ view, screen, onScreen }: HeaderProps) {
  const say = useSay();
  return (
    <div className={styles["header"]}>
      <p className={styles["till"]}>
        <strong>{view.shopName}</strong> <span>{view.tillName}</span>
      </p>
      <ul className={styles["states"]}>
        <Link link={view.link} zone={view.zone} />
        <Scanners scanners={view.scanners} />
      </ul>
      <nav className={styles["nav"]}>
        <Press
          look="quiet"
          code={KEYS.endOfDay}
          pressed={screen === "end-of-day"}
          onPress={() => onScreen(screen === "end-of-day" ? "sell" : "end-of-day")}
        >
          {say("action.endOfDay")}
        </Press>
        <Press
          look="quiet"
          code={KEYS.setUp}
          pressed={screen === "set-up"}
          onPress={() => onScreen(screen === "set-up" ? "sell" : "set-up")}
        >
          {say("action.setUp")}
        </Press>
        <OtherLanguage view={view} />
      </nav>
    </div>
  );
}

function OtherLanguage({ view }: { readonly view: CashierView }) {
  const say = useSay();
  const store = useStore();
  const other = view.language === "th" ? "en" : "th";
  // A refusal leaves the language as it is, which is all there is to say about it.
  const change = (): void => void store.ask("set-up/language", { language: other }).catch(() => null);
  useStrokes(({ code }) => {
    if (code !== KEYS.language) return false;
    change();
    return true;
  });
  return (
    <Press look="quiet" code={KEYS.language} onPress={change}>
      <span lang={other}>{say("action.language")}</span>
    </Press>
  );
}

function Link({ link, zone }: Pick<CashierView, "link" | "zone">) {
  const say = useSay();
  const language = useLanguage();
  if (link.state === "up") return <Fact tone="good" words={say("status.omiseUp")} />;
  if (link.state === "untried") return <Fact tone="calm" words={say("status.omiseUntried")} />;
  const words =
    link.sinceMs === null
      ? say("status.omiseDown")
      : say("status.omiseDownSince", { time: timeText(link.sinceMs, language, zone) });
  return <Fact tone="bad" words={words} />;
}

/** One fact for all scanners: trouble is told before readiness, as it is what somebody must mend. That a scanner in keyboard mode
 *  is there cannot be known, so nothing is claimed of it. */
function Scanners({ scanners }: { readonly scanners: readonly ScannerView[] }) {
  const say = useSay();
  const trouble = scanners.find(({ state }) => state === "trouble");
  if (trouble) return <Fact tone="bad" words={say("status.scannerTrouble")} title={trouble.note} />;
  const missing = scanners.find(({ kind, state }) => kind === "serial" && state === "absent");
  if (missing) return <Fact tone="unsure" words={say("status.scannerMissing", { name: missing.name })} />;
  const name = readyNames(scanners, say);
  if (name !== "") return <Fact tone="good" words={say("status.scannerReady", { name })} title={name} />;
  return scanners.some(({ kind }) => kind === "keyboard") ? (
    <Fact tone="calm" words={say("status.scannerKeyboard")} />
  ) : (
    <Fact tone="unsure" words={say("status.scannerAbsent")} />
  );
}

/** Scanners that are known to be there; the pretend one only where there is no real one. */
function readyNames(scanners: readonly ScannerView[], say: Say): string {
  const ready = scanners.filter(({ kind, state }) => state === "ready" && kind !== "keyboard");
  const real = ready.filter(({ kind }) => kind !== "pretend");
  return (real.length > 0 ? real : ready).map((scanner) => scannerName(scanner, say)).join(", ");
}

function Fact({ tone, words, title }: { readonly tone: Tone; readonly words: string; readonly title?: string }) {
  return (
    <li className={classes(styles["fact"], styles[tone])} title={title}>
      <Shape of={tone} />
      <span>{words}</span>
    </li>
  );
}
