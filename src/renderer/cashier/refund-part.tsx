// The part that goes back, keyed like an amount; more than is left goes no further.
import { moneyText, type Money } from "#contract/money.ts";
import type { RefundTerms } from "#contract/refunds.ts";
import { useBox } from "#renderer/shared/box.ts";
import { Caret } from "#renderer/shared/components/caret.tsx";
import { DigitPad } from "#renderer/shared/components/digit-pad.tsx";
import { Figure } from "#renderer/shared/components/money.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { characterOf } from "#renderer/shared/keyboard.ts";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { EMPTY, minorOf, typedText, withCharacter, withoutLast } from "./entry.ts";
import { isEnter } from "./keys.ts";
import styles from "./refund-sheet.module.css";

type PartProps = { readonly terms: RefundTerms; readonly onAmount: (money: Money) => void };

export function RefundPart({ terms, onAmount }: PartProps) {
  const say = useSay();
  const { currency } = terms.money;
  const [box, entry] = useBox(EMPTY);
  const type = (digit: string): void => box.set((now) => withCharacter(now, digit, currency));
  const deleteLast = (): void => box.set(withoutLast);
  const tooMuch = (minorOf(entry, currency) ?? 0) > terms.leftMinor;
  const goOn = (): void => {
    const amountMinor = minorOf(box.now(), currency);
    if (amountMinor !== null && amountMinor <= terms.leftMinor) onAmount({ amountMinor, currency });
  };
  useStrokes((stroke) => {
    const character = characterOf(stroke);
    if (character !== null && /^[\d.,]$/.test(character)) type(character.replace(",", "."));
    else if (stroke.code === "Backspace") deleteLast();
    else if (isEnter(stroke.code)) goOn();
    else return false;
    return true;
  });
  const { typed, ghost } = typedText(entry, currency);
  return (
    <div className={styles["part"]}>
      <div className={styles["keyed"]}>
        <p>{say("refund.keyPart")}</p>
        <p className={styles["amount"]} data-part={entry.amount}>
          <Figure code={currency} figure={typed} />
          <span className={styles["ghost"]}>{ghost}</span>
          <Caret ofFigure />
        </p>
        <p className={tooMuch ? styles["tooMuch"] : styles["soft"]} role="status">
          {say("refund.atMost", { amount: moneyText({ amountMinor: terms.leftMinor, currency }) })}
        </p>
      </div>
      <DigitPad point onDigit={type} onDelete={deleteLast}>
        <Press look="main" code="Enter" disabled={tooMuch} onPress={goOn}>
          {say("refund.goOn")}
        </Press>
      </DigitPad>
    </div>
  );
}
