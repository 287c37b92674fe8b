// What a manager and a cashier do about money that goes back, at the real desk: right and wrong, in any order, and again.
import { isPaid } from "#till/attempt/state.ts";
import { does } from "./does.ts";
import { move, type Move } from "./move.ts";
import type { RealCode } from "./questions.ts";
import { moneyAnswer, moneyAt } from "./refund-names.ts";
import { HALF_MINOR, WHOLE_MINOR, type ModelApproval, type World } from "./world.ts";

export function deskMoves(world: World, real: RealCode, moves: Move[]): void {
  const { bound, approvals, refunds } = world;
  if (bound.refunds === 0) return;
  for (const [attempt, { state }] of world.attempts.entries()) {
    if (!state || !isPaid(state)) continue;
    if (approvals.length < bound.approvals) {
      for (const terms of bound.amounts) {
        const given: ModelApproval = { ...terms, attempt, is: "given" };
        const words = `a manager approves ${terms.kind} of ${terms.amountMinor} of ${attempt + 1}`;
        moves.push(move(words, { ...world, approvals: [...approvals, given] }, false));
      }
    }
    if (refunds.length < bound.refunds) askMoves(world, attempt, { real, moves });
    termsRead(world, attempt, { real, moves });
    const elsewhere = bound.foggyRefunds && attempt === 0 && world.elsewhereMinor === 0;
    if (elsewhere && moneyAt(world, 0).goneMinor + HALF_MINOR <= WHOLE_MINOR)
      moves.push(move("somebody refunds a half elsewhere", { ...world, elsewhereMinor: HALF_MINOR }, false));
  }
  for (const index of refunds.keys())
    does(
      world,
      { ask: "withdraw", refund: index },
      { real, moves, what: `withdraw refund ${index + 1}`, byItself: false },
    );
}

type With = { readonly real: RealCode; readonly moves: Move[] };

/** With each approval that was ever given, and each sight that an approver can have had of what had gone back: true, old, or wrong. */
function askMoves(world: World, attempt: number, { real, moves }: With): void {
  const halves = world.bound.amounts.some(({ amountMinor }) => amountMinor === HALF_MINOR);
  const sights = halves ? [0, HALF_MINOR] : [0];
  for (const approval of world.approvals.keys()) {
    for (const { kind, amountMinor } of world.bound.amounts) {
      for (const refundedBeforeMinor of sights) {
        const refund = world.refunds.length;
        const asked = { refund, attempt, kind, amountMinor, refundedBeforeMinor, approval };
        const what = `the cashier asks for ${kind} of ${amountMinor} of ${attempt + 1} with approval ${approval + 1}, ${refundedBeforeMinor} gone before`;
        does(
          world,
          { ask: "refund", asked },
          {
            real,
            moves,
            what,
            byItself: false,
            afterwards: (next, { approvalLeft }) => (approvalLeft ? next : usedUp(next, approval)),
          },
        );
      }
    }
  }
}

function usedUp(world: World, index: number): World {
  const approval = world.approvals[index];
  if (!approval || approval.is === "gone") return world;
  return { ...world, approvals: world.approvals.with(index, { ...approval, is: "gone" }) };
}

/** What it shows of ours is news to its owner. */
function termsRead(world: World, attempt: number, { real, moves }: With): void {
  if (world.refunds.length === 0) return;
  const answer = moneyAnswer({ world, attempt }, moneyAt(world, attempt));
  const what = `the till reads what may go back of ${attempt + 1}`;
  does(world, { ask: "terms", attempt, answer }, { real, moves, what, byItself: false });
}
