// Asking a manager's word of the till: one approval for one act, and what the till said to the PIN.
import { useRef, useState } from "react";
import type { InputOf, OutputOf } from "#contract/commands.ts";
import type { FailureCode } from "#contract/failure.ts";
import type { Money } from "#contract/money.ts";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";

/** What exactly is approved. `subject`: attempt id of a refund or void, sale id of an override, `staff` for the staff list. */
export type Approved = Pick<InputOf<"approval/give">, "action" | "subject" | "seen"> & { readonly money: Money | null };

export type Answer = Exclude<OutputOf<"approval/give">, { readonly result: "given" }>;
export type Said =
  | { readonly kind: "nothing" | "checking" | "tooShort" | "choose" | "sent" }
  | { readonly kind: "answer"; readonly answer: Answer; readonly atMs: number }
  | { readonly kind: "failed"; readonly code: FailureCode };

type ApprovalControl = {
  readonly said: Said;
  readonly say: (said: Said) => void;
  readonly ask: (staff: number, pin: string) => void;
  readonly isAsking: () => boolean;
};

export function useApproval(approved: Approved, onGiven: (approvalId: string) => void): ApprovalControl {
  const store = useStore();
  const [said, say] = useState<Said>({ kind: "nothing" });
  // Drawn with the dialog: pressed twice it is one approval. One that the till cannot use any more gives way to another.
  const [approvalId, draw] = useState(() => crypto.randomUUID());
  const asking = useRef(false);
  const heard = (answer: OutputOf<"approval/give">): void => {
    if (answer.result === "given") {
      say({ kind: "sent" });
      return onGiven(approvalId);
    }
    asking.current = false;
    if (answer.result === "unusable") draw(crypto.randomUUID());
    say({ kind: "answer", answer, atMs: performance.now() });
  };
  return {
    said,
    say,
    isAsking: () => asking.current,
    ask(staff, pin) {
      asking.current = true;
      say({ kind: "checking" });
      const { action, subject, money, seen } = approved;
      const { amountMinor, currency } = money ?? { amountMinor: null, currency: null };
      store
        .ask("approval/give", { approvalId, action, subject, amountMinor, currency, seen, staff, pin })
        .then(heard, (error: unknown) => {
          asking.current = false;
          say({ kind: "failed", code: failureCodeOf(error) });
        });
    },
  };
}
