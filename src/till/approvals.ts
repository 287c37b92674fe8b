// What a manager allowed by PIN: one act, on one subject, of one amount, on what was seen, once, within a minute. Kept in memory until it is
// used; who uses it writes it to the ledger together with what it permits, where its id is unique for ever.
import { failure, Refusal } from "#contract/failure.ts";
import type { Money } from "#contract/money.ts";
import type { APPROVAL_ACTIONS, ApprovalSeen } from "#contract/people.ts";
import type { PinVerdict, Staff } from "./people.ts";
import type { ApprovalRecord, Clock } from "./ports.ts";

export type ApprovalAction = (typeof APPROVAL_ACTIONS)[number];

/** What an approval is bound to, in every point. */
export type ApprovalTerms = {
  readonly action: ApprovalAction;
  /** Attempt id of a refund or void, sale id of an override, `staff` for the staff list. */
  readonly subject: string;
  readonly money: Money | null;
  /** What had gone back when it was approved; null where nothing goes back. */
  readonly seen: ApprovalSeen | null;
};

/** As it goes to the ledger with what it permits; what was seen stands there with the refund itself. */
export type Approval = ApprovalRecord & Pick<ApprovalTerms, "action">;
type Waiting = Approval & ApprovalTerms;

export type ApprovalRequest = ApprovalTerms & {
  /** Drawn by the page with the dialog, so a double press is one approval. */
  readonly approvalId: string;
  /** Number of the member whose PIN it is. */
  readonly approver: number;
  readonly pin: string;
};

export type ApprovalVerdict =
  | { readonly kind: "given"; readonly approvalId: string; readonly expiresInMs: number }
  /** Told only after a right PIN, so it says nothing of who is a manager to others. */
  | { readonly kind: "not-a-manager" }
  | Exclude<PinVerdict, { readonly kind: "right" }>;

export type Approvals = {
  /** Throws a `Refusal` for an id that stands for something else already, or is used up. */
  give(request: ApprovalRequest): Promise<ApprovalVerdict>;
  /**
   * Uses an approval up. Throws a `Refusal` `not-allowed` unless it was given less than a minute ago for exactly these
   * terms by one who is still a manager; it is then used up all the same.
   */
  consume(approvalId: string, terms: ApprovalTerms): Approval;
};

const LIFE_MS = 60_000;
const MOST_WAITING = 20;
/** The ledger remembers for ever those that permitted something. */
const MOST_TAKEN = 10_000;

export type ApprovalParts = {
  readonly clock: Pick<Clock, "nowMs">;
  readonly staff: Pick<Staff, "check" | "list">;
  /** Number of the member of staff at the till. */
  readonly asker: () => number;
};

export function createApprovals(parts: ApprovalParts): Approvals {
  const shelf = createShelf(parts.clock);
  const asked = new Map<string, { readonly request: ApprovalRequest; readonly verdict: Promise<ApprovalVerdict> }>();
  return {
    async give(request) {
      const { approvalId } = request;
      const ready = shelf.find(approvalId);
      if (ready) {
        if (!isSame(ready, request) || ready.approver !== request.approver) throw refused("this approval is another");
        return { kind: "given", approvalId, expiresInMs: shelf.leftMs(ready) };
      }
      const pressed = asked.get(approvalId);
      if (pressed) {
        if (!isSameRequest(pressed.request, request)) throw refused("this approval is another");
        return await pressed.verdict;
      }
      if (shelf.length() + asked.size >= MOST_WAITING) return { kind: "unusable", why: "busy" };
      const verdict = judge(parts, shelf, request).finally(() => asked.delete(approvalId));
      asked.set(approvalId, { request, verdict });
      return await verdict;
    },
    consume(approvalId, terms) {
      const { seen, ...approval } = shelf.take(approvalId);
      if (shelf.leftMs(approval) <= 0) throw refused("the approval is too old");
      if (!isSame({ ...approval, seen }, terms)) throw refused("the approval is for something else");
      const approver = parts.staff.list().find(({ number }) => number === approval.approver);
      if (approver?.role !== "manager") throw refused("who approved is no manager any more");
      return approval;
    },
  };
}

async function judge(
  { clock, staff, asker }: ApprovalParts,
  shelf: Shelf,
  { pin, ...approved }: ApprovalRequest,
): Promise<ApprovalVerdict> {
  // Who stood at the till when the PIN was keyed.
  const askedBy = asker();
  const verdict = await staff.check(approved.approver, pin);
  if (verdict.kind !== "right") return verdict;
  if (verdict.member.role !== "manager") return { kind: "not-a-manager" };
  shelf.put({ ...approved, asker: askedBy, atMs: clock.nowMs() });
  return { kind: "given", approvalId: approved.approvalId, expiresInMs: LIFE_MS };
}

type Shelf = ReturnType<typeof createShelf>;

/** Where approvals wait to be used. Each is taken off it once. */
function createShelf(clock: Pick<Clock, "nowMs">) {
  const waiting = new Map<string, Waiting>();
  const taken = new Set<string>();
  const leftMs = ({ atMs }: Approval): number => atMs + LIFE_MS - clock.nowMs();
  const dropOld = (): void => {
    for (const each of waiting.values()) if (leftMs(each) <= 0) waiting.delete(each.approvalId);
  };
  return {
    leftMs,
    length: (): number => waiting.size,
    put: (approval: Waiting): void => void waiting.set(approval.approvalId, approval),
    /** Null where none waits. Throws a `Refusal` for one that was taken. */
    find(approvalId: string): Waiting | null {
      dropOld();
      if (taken.has(approvalId)) throw refused("this approval is used up");
      return waiting.get(approvalId) ?? null;
    },
    take(approvalId: string): Waiting {
      const approval = waiting.get(approvalId);
      if (!approval) throw refused("there is no such approval");
      waiting.delete(approvalId);
      taken.add(approvalId);
      const [oldest = ""] = taken;
      if (taken.size > MOST_TAKEN) taken.delete(oldest);
      return approval;
    },
  };
}

function refused(words: string): Refusal {
  return new Refusal(failure("not-allowed", words));
}

function isSame(one: ApprovalTerms, other: ApprovalTerms): boolean {
  return (
    one.action === other.action &&
    one.subject === other.subject &&
    one.money?.amountMinor === other.money?.amountMinor &&
    one.money?.currency === other.money?.currency &&
    one.seen?.refundedBeforeMinor === other.seen?.refundedBeforeMinor &&
    one.seen?.acceptElsewhere === other.seen?.acceptElsewhere
  );
}

function isSameRequest(one: ApprovalRequest, other: ApprovalRequest): boolean {
  return isSame(one, other) && one.approver === other.approver && one.pin === other.pin;
}
