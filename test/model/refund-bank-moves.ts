// The bank and money that goes back: what becomes of a refund that arrives. Omise takes no more back than is left of a charge;
// in the clear it is not asked to be so careful, and the till alone has to be.
import { attemptOfRefund } from "./enact.ts";
import { move, type Move } from "./move.ts";
import { goneAt } from "./refund-names.ts";
import { changeRefund, WHOLE_MINOR, type ModelRefund, type RefundStatus, type World } from "./world.ts";

export function refundBankMoves(world: World, index: number, moves: Move[]): void {
  const refund = world.refunds[index];
  if (!refund) return;
  const { posting, strayPosts, made } = refund;
  const say = (what: string, change: Partial<ModelRefund>, byItself = true): void => {
    moves.push(move(`${what} ${index + 1}`, changeRefund(world, index, change), byItself));
  };
  const isLeft = goneAt(world, attemptOfRefund(refund)) + refund.refund.money.amountMinor <= WHOLE_MINOR;
  const takes = isLeft || !world.bound.foggyRefunds;
  if (posting === "going") {
    if (takes)
      for (const status of MADE) say(`the bank takes refund (${status})`, { posting: status, made: [...made, status] });
    say("the bank refuses refund", { posting: "refused" }, !takes);
    say("the bank has too many requests for refund", { posting: "too-many" }, false);
  }
  if (strayPosts > 0) {
    const less = { strayPosts: strayPosts - 1 };
    if (takes)
      for (const status of MADE) say(`late, the bank takes refund (${status})`, { ...less, made: [...made, status] });
    say("the late request never arrives: refund", less);
  }
  for (const [nth, status] of made.entries())
    if (status === "pending") say("the bank closes refund", { made: made.with(nth, "closed") });
}

const MADE: readonly RefundStatus[] = ["pending", "closed"];
