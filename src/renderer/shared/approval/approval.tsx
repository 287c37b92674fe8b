// A manager's approval, the same for everything that needs one: what is approved stands beside the PIN. It stands on a sheet,
// so no scan ever becomes a PIN and no digit of a PIN an amount.
import { useState, type ReactNode } from "react";
import type { StaffMember } from "#contract/people.ts";
import { DigitPad } from "#renderer/shared/components/digit-pad.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { isEnter } from "#renderer/shared/is-enter.ts";
import { characterOf } from "#renderer/shared/keyboard.ts";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { ApprovalSaid } from "./approval-said.tsx";
import { Managers } from "./managers.tsx";
import { PinDots } from "./pin-dots.tsx";
import { useApproval, type Approved } from "./use-approval.ts";
import { usePin } from "./use-pin.ts";
import styles from "./approval.module.css";

type ApprovalProps = {
  readonly approved: Approved;
  readonly staff: readonly StaffMember[];
  /** What is approved, in words: the act, the amount at risk. */
  readonly children: ReactNode;
  readonly onGiven: (approvalId: string) => void;
};

export function Approval({ approved, staff, children, onGiven }: ApprovalProps) {
  const say = useSay();
  const managers = staff.filter(({ role }) => role === "manager");
  return (
    <div className={styles["approval"]}>
      <div className={styles["act"]}>{children}</div>
      {managers.length === 0 ? (
        <p className={styles["none"]}>{say("approval.noManager")}</p>
      ) : (
        <Signing approved={approved} managers={managers} onGiven={onGiven} />
      )}
    </div>
  );
}

type SigningProps = Pick<ApprovalProps, "approved" | "onGiven"> & { readonly managers: readonly StaffMember[] };

function Signing({ approved, managers, onGiven }: SigningProps) {
  const say = useSay();
  const [only] = managers;
  const [chosen, choose] = useState(managers.length === 1 && only !== undefined ? only.number : null);
  const pin = usePin();
  const control = useApproval(approved, onGiven);
  const type = (digit: string): void => {
    if (!control.isAsking()) pin.type(digit);
  };
  const give = (): void => {
    if (control.isAsking()) return;
    if (chosen === null) return control.say({ kind: "choose" });
    const taken = pin.take();
    if (taken === null) control.say({ kind: "tooShort" });
    else control.ask(chosen, taken);
  };
  const take = (number: number): void => {
    if (control.isAsking()) return;
    pin.forget();
    control.say({ kind: "nothing" });
    choose(number);
  };
  useStrokes((stroke) => {
    const character = characterOf(stroke);
    if (character !== null && /^\d$/.test(character)) type(character);
    else if (stroke.code === "Backspace") pin.deleteLast();
    else if (isEnter(stroke.code)) give();
    else return false;
    return true;
  });
  return (
    <div className={styles["signing"]}>
      <div className={styles["who"]}>
        <Managers managers={managers} chosen={chosen} onChoose={take} />
        <ApprovalSaid said={control.said} />
      </div>
      <div className={styles["pin"]}>
        <PinDots length={pin.shown} />
        <DigitPad onDigit={type} onDelete={pin.deleteLast}>
          <Press look="main" code="Enter" onPress={give}>
            {say("approval.give")}
          </Press>
        </DigitPad>
      </div>
    </div>
  );
}
