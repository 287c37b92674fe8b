// What screens may do with people: give a manager's approval, and change the staff list with one.
import type { InputOf, OutputOf } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import type { Approval, Approvals, ApprovalVerdict } from "./approvals.ts";
import type { Handlers } from "./handler-table.ts";
import { pinObjection, putObjection, removeObjection, type PutVerdict, type Staff } from "./people.ts";

export type PeopleParts = {
  readonly staff: Staff;
  readonly approvals: Approvals;
  /** Writes a used approval to the ledger; durable when it returns, and throws for an id that was used before. */
  readonly record: (approval: Approval) => void;
  readonly changed: () => void;
};

export type PeopleCommand = "approval/give" | "staff/put" | "staff/remove";

export function createPeopleHandlers(parts: PeopleParts): Pick<Handlers, PeopleCommand> {
  const { staff, approvals, changed } = parts;
  /** A list without a manager has one founder: two who come at once must not both be. */
  let founding = false;
  return {
    "approval/give": async ({ staff: approver, amountMinor, currency, ...rest }) => {
      if ((amountMinor === null) !== (currency === null))
        throw new Refusal(failure("bad-input", "an amount has a currency"));
      const money = amountMinor === null || currency === null ? null : { amountMinor, currency };
      return answerOf(await approvals.give({ ...rest, approver, money }));
    },
    "staff/put": async (input) => {
      const easy = input.pin === null ? null : pinObjection(input.pin, input.member.number);
      // Told before the approval is used up: none of it is a secret.
      const why = easy ?? putObjection(staff.list(), input.member, input.pin !== null);
      if (why) return { result: PUT_RESULTS[why] };
      if (input.approvalId !== null) return await putApproved(parts, input, input.approvalId);
      if (staff.list().length > 0 || founding) throw new Refusal(failure("not-allowed", "a manager has to approve"));
      founding = true;
      try {
        return putAnswer(await staff.put(input.member, input.pin));
      } finally {
        founding = false;
        changed();
      }
    },
    "staff/remove": ({ number, approvalId }) => {
      const why = removeObjection(staff.list(), number);
      if (why) return { result: why === "nobody" ? "unknown" : why };
      parts.record(approvals.consume(approvalId, STAFF_TERMS));
      const removed = staff.remove(number);
      if (removed.kind === "refused") throw new Refusal(failure("broken", "the list could not be written", "retry"));
      changed();
      return { result: "removed" };
    },
  };
}

const STAFF_TERMS = { action: "staff", subject: "staff", money: null, seen: null } as const;

async function putApproved(
  { staff, approvals, record, changed }: PeopleParts,
  { member, pin }: InputOf<"staff/put">,
  approvalId: string,
): Promise<OutputOf<"staff/put">> {
  record(approvals.consume(approvalId, STAFF_TERMS));
  const answer = putAnswer(await staff.put(member, pin));
  changed();
  return answer;
}

type PutResult = OutputOf<"staff/put">["result"];
type PutObjection = Extract<PutVerdict, { readonly kind: "refused" }>["why"];

const PUT_RESULTS = {
  "pin-same-digit": "pin-guessable",
  "pin-run": "pin-guessable",
  "pin-own-number": "pin-guessable",
  "needs-pin": "pin-needed",
  "first-is-manager": "manager-needed",
  "last-manager": "last-manager",
  "too-many": "too-many",
} as const satisfies Partial<Record<PutObjection, PutResult>>;

/** Throws a `Refusal` for what lies with the till and not with what was keyed. */
function putAnswer(verdict: PutVerdict): OutputOf<"staff/put"> {
  if (verdict.kind === "put") return { result: "saved" };
  switch (verdict.why) {
    case "busy":
      throw new Refusal(failure("busy", "too many PINs are being checked", "retry"));
    case "not-recorded":
      throw new Refusal(failure("broken", "the list could not be written", "retry"));
    case "pepper-lost":
      throw new Refusal(failure("not-allowed", "staff.pepper is lost: no PIN can be set"));
    default:
      return { result: PUT_RESULTS[verdict.why] };
  }
}

function answerOf(verdict: ApprovalVerdict): OutputOf<"approval/give"> {
  switch (verdict.kind) {
    case "given":
      return { result: "given", expiresInMs: verdict.expiresInMs };
    case "wrong":
      return { result: "wrong", triesLeft: verdict.triesLeft };
    case "locked":
      return { result: "locked", forMs: verdict.forMs };
    case "not-a-manager":
      return { result: "not-a-manager" };
    case "unusable":
      return { result: UNUSABLE[verdict.why] };
  }
}

type Unusable = Extract<ApprovalVerdict, { readonly kind: "unusable" }>["why"];

const UNUSABLE = {
  busy: "busy",
  "not-recorded": "not-recorded",
  "pepper-lost": "pins-lost",
  "no-staff": "unusable",
} as const satisfies Record<Unusable, OutputOf<"approval/give">["result"]>;
