// What the till says to a PIN, in words and with a shape.
import type { Tone } from "#contract/views.ts";
import { classes } from "#renderer/shared/components/classes.ts";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { clockText, useLeft } from "#renderer/shared/countdown.ts";
import { useSay, type Say } from "#renderer/shared/language.tsx";
import type { Answer, Said } from "./use-approval.ts";
import styles from "./approval.module.css";

export function ApprovalSaid({ said }: { readonly said: Said }) {
  const say = useSay();
  const locked = said.kind === "answer" && said.answer.result === "locked" ? said.answer.forMs : null;
  const leftMs = useLeft(locked, said.kind === "answer" ? said.atMs : 0);
  const words = wordsOf(said, leftMs, say);
  return (
    <p className={classes(styles["said"], words !== "" && styles[toneOf(said, leftMs)])} role="status">
      {words === "" ? null : <Shape of={toneOf(said, leftMs)} />}
      <span>{words}</span>
    </p>
  );
}

function toneOf(said: Said, leftMs: number | null): Tone {
  if (said.kind === "choose" || said.kind === "tooShort") return "unsure";
  if (said.kind === "failed") return "bad";
  if (said.kind !== "answer") return "waiting";
  if (said.answer.result === "locked") return leftMs === 0 ? "unsure" : "bad";
  return said.answer.result === "busy" ? "waiting" : "bad";
}

function wordsOf(said: Said, leftMs: number | null, say: Say): string {
  if (said.kind === "answer") return answerWords(said.answer, leftMs, say);
  if (said.kind === "failed") return say(`failure.${said.code}`);
  return said.kind === "nothing" ? "" : say(`approval.${said.kind}`);
}

function answerWords(answer: Answer, leftMs: number | null, say: Say): string {
  if (answer.result === "wrong") return say("approval.wrong", { count: answer.triesLeft });
  if (answer.result !== "locked") return say(`approval.${answer.result}`);
  return leftMs === 0 || leftMs === null
    ? say("approval.unlocked")
    : say("approval.locked", { clock: clockText(leftMs) });
}
