// Two short facts of the header: whether Omise answers, and whether there is a scanner. The long words are in around.tsx.
import type { CashierView, ScannerView, Tone } from "#contract/views.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useLanguage, useSay, type Say } from "#renderer/shared/language.tsx";
import { scannerName, scannerSays, scannerWords } from "#renderer/shared/scanner-words.ts";
import { timeText } from "#renderer/shared/time-text.ts";
import styles from "./header.module.css";

export function LinkFact({ link, zone }: Pick<CashierView, "link" | "zone">) {
  const say = useSay();
  const language = useLanguage();
  if (link.state === "up") return <Fact tone="good" words={say("status.omiseUp")} />;
  if (link.state === "untried") return <Fact tone="calm" words={say("status.omiseUntried")} />;
  if (link.state === "slow") {
    return <Fact tone="waiting" words={say(link.where === "provider" ? "link.providerSlow" : "link.slow")} />;
  }
  if (link.where !== null) return <Fact tone="bad" words={say(`link.short.${link.where}`)} />;
  const words =
    link.sinceMs === null
      ? say("status.omiseDown")
      : say("status.omiseDownSince", { time: timeText(link.sinceMs, language, zone) });
  return <Fact tone="bad" words={words} />;
}

/** One fact for all scanners: trouble is told before readiness, as it is what somebody must mend. That a scanner in keyboard mode
 *  is there cannot be known, so nothing is claimed of it. */
export function ScannersFact({ scanners }: { readonly scanners: readonly ScannerView[] }) {
  const say = useSay();
  const trouble = scanners.find(({ state }) => state === "trouble");
  if (trouble) return <ScannerFact tone="bad" scanner={trouble} />;
  const missing = scanners.find(({ kind, state }) => kind === "serial" && state === "absent");
  if (missing) return <ScannerFact tone="unsure" scanner={missing} />;
  const name = readyNames(scanners, say);
  if (name !== "") return <Fact tone="good" words={say("status.scannerReady", { name })} title={name} />;
  const typing = scanners.find(({ words }) => words === "keyboard-mode");
  if (typing) return <ScannerFact tone="calm" scanner={typing} />;
  return scanners.some(({ kind }) => kind === "keyboard") ? (
    <Fact tone="calm" words={say("status.scannerKeyboard")} />
  ) : (
    <Fact tone="unsure" words={say("status.scannerAbsent")} />
  );
}

function ScannerFact({ tone, scanner }: { readonly tone: Tone; readonly scanner: ScannerView }) {
  const say = useSay();
  return <Fact tone={tone} words={scannerSays(scanner, say)} title={scannerWords(scanner, say)} />;
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
