// What may go back, in figures, and the ways that Omise leaves open: void, all that is left, or a part.
import type { ReactNode } from "react";
import { moneyText, type Money } from "#contract/money.ts";
import type { RefundKind, RefundTerms } from "#contract/refunds.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { clockText, useLeft } from "#renderer/shared/countdown.ts";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { AskAgain } from "./refund-asking.tsx";
import { ANSWERS } from "./keys.ts";
import { RefundFigures } from "./refund-figures.tsx";
import styles from "./refund-sheet.module.css";
import type { Terms } from "./use-terms.ts";

type Read = Extract<Terms, { readonly kind: "read" }>;
type ChoicesProps = {
  readonly read: Read;
  /** That something was refunded elsewhere is known. */
  readonly accepted: boolean;
  readonly onAccept: () => void;
  readonly onAgain: () => void;
  readonly onPart: () => void;
  readonly onChoose: (kind: RefundKind, money: Money, terms: RefundTerms) => void;
};

export function RefundChoices({ read, accepted, onAccept, onAgain, onPart, onChoose }: ChoicesProps) {
  const say = useSay();
  const { terms } = read;
  if (terms.objection !== null) {
    return (
      <>
        {terms.objection === "no-answer" ? null : <RefundFigures terms={terms} />}
        <Trouble words={say(`refundObjection.${terms.objection}`)} />
        <AskAgain onAgain={onAgain} />
      </>
    );
  }
  const elsewhere = terms.elsewhereMinor > 0;
  return (
    <>
      <RefundFigures terms={terms} />
      {elsewhere ? <Elsewhere terms={terms} accepted={accepted} onAccept={onAccept} /> : null}
      <Ways read={read} blocked={elsewhere && !accepted} onPart={onPart} onChoose={onChoose} />
    </>
  );
}

function Elsewhere({ terms, accepted, onAccept }: Pick<ChoicesProps, "accepted" | "onAccept"> & Pick<Read, "terms">) {
  const say = useSay();
  const amount = moneyText({ amountMinor: terms.elsewhereMinor, currency: terms.money.currency });
  useStrokes(({ code }) => {
    if (code !== ANSWERS.acknowledge) return false;
    onAccept();
    return true;
  });
  return (
    <Press className={styles["acknowledge"]} code={ANSWERS.acknowledge} pressed={accepted} onPress={onAccept}>
      <span className={styles["box"]} aria-hidden="true">
        {accepted ? "✓" : ""}
      </span>
      <span>{say("refund.acknowledge", { amount })}</span>
    </Press>
  );
}

type WaysProps = Pick<ChoicesProps, "read" | "onPart" | "onChoose"> & { readonly blocked: boolean };

function Ways({ read, blocked, onPart, onChoose }: WaysProps) {
  const say = useSay();
  const { terms } = read;
  const left = { amountMinor: terms.leftMinor, currency: terms.money.currency };
  const mayVoid = terms.mayVoid !== "no" && !blocked;
  const mayRefund = terms.mayRefund && !blocked;
  const mayPart = terms.mayRefundPart && !blocked;
  const voidAll = (): void => onChoose("void", terms.money, terms);
  const refundAll = (): void => onChoose("refund", left, terms);
  useStrokes(({ code }) => {
    if (code === ANSWERS.void && mayVoid) voidAll();
    else if (code === ANSWERS.refundAll && mayRefund) refundAll();
    else if (code === ANSWERS.refundPart && mayPart) onPart();
    else return false;
    return true;
  });
  const becomes = terms.mayBecomeVoid ? say("refund.mayBecomeVoid") : "";
  const all = terms.mayRefund
    ? `${say("refund.wholeNote", { amount: moneyText(left) })} ${becomes}`
    : say("refund.refundNo");
  return (
    <div className={styles["ways"]}>
      <Way code={ANSWERS.void} words={say("refund.void")} may={mayVoid} onPress={voidAll}>
        <VoidNote read={read} />
      </Way>
      <Way code={ANSWERS.refundAll} words={say("refund.whole")} may={mayRefund} onPress={refundAll}>
        {all}
      </Way>
      <Way code={ANSWERS.refundPart} words={say("refund.part")} may={mayPart} onPress={onPart}>
        {say(terms.mayRefundPart ? "refund.partNote" : "refund.partNo")}
      </Way>
      {blocked ? <p className={styles["first"]}>{say("refund.acknowledgeFirst")}</p> : null}
    </div>
  );
}

function VoidNote({ read: { terms, atMs } }: Pick<ChoicesProps, "read">) {
  const say = useSay();
  const leftMs = useLeft(terms.voidRemainingMs, atMs);
  if (terms.mayVoid === "no") return say("refund.voidNo");
  const sure = terms.mayVoid === "yes";
  if (leftMs === null) return say(sure ? "refund.voidAnyTime" : "refund.voidUncertainPlain");
  return say(sure ? "refund.voidYes" : "refund.voidUncertain", { clock: clockText(leftMs) });
}

type WayProps = {
  readonly code: string;
  readonly words: string;
  readonly may: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
};

function Way({ code, words, may, onPress, children }: WayProps) {
  return (
    <Press className={styles["way"]} code={code} disabled={!may} onPress={onPress}>
      <span className={styles["named"]}>
        <strong>{words}</strong>
        <span className={styles["note"]}>{children}</span>
      </span>
    </Press>
  );
}
