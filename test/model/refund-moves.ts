// The loop of a refund and what becomes of its requests and answers.
import { does, type With } from "./does.ts";
import { attemptOfRefund } from "./enact.ts";
import { move } from "./move.ts";
import {
  asApproved,
  moneyAnswer,
  moneyAt,
  refundAnswer,
  type RefundPostAnswer,
  type StrangeRefund,
} from "./refund-names.ts";
import { changeRefund, type ModelRefund, type Money, type RefundLook, type World } from "./world.ts";

export function refundMoves(world: World, index: number, tools: With): void {
  const refund = world.refunds[index];
  if (!refund) return;
  const of: Of = { world, index, refund };
  const busy = { looking: refund.looking !== null, posting: refund.posting !== null || refund.checking !== null };
  for (const effect of tools.real.refundPlans(refund, busy)) {
    const what = `the till: ${effect} refund ${index + 1}`;
    if (effect === "send") checkBegins(of, { ...tools, what });
    else if (effect === "look") lookBegins(of, { ...tools, what });
    else does(world, { ask: "refund-effect", refund: index, effect }, { ...tools, what, byItself: effect !== "lapse" });
  }
  if (refund.checking) checkHeard(of, refund.checking, tools);
  if (refund.posting) postHeard(of, refund.posting, tools);
  if (refund.looking) lookHeard(of, refund.looking, tools);
}

type Of = { readonly world: World; readonly index: number; readonly refund: ModelRefund };
type Begins = With & { readonly what: string };

/** The bank's word as it is; in the fog also as it was before a refund of ours was there. */
function sightsOf({ world, refund }: Of): readonly { readonly saw: Money; readonly clear: boolean }[] {
  const attempt = attemptOfRefund(refund);
  const now = moneyAt(world, attempt);
  const seen = [{ saw: now, clear: true }];
  if (refund.refund.kind === "void") seen.push({ saw: moneyAt(world, attempt, { mayVoid: false }), clear: false });
  if (!world.bound.foggyRefunds) return seen;
  for (const without of world.refunds.keys()) {
    const saw = moneyAt(world, attempt, { without });
    if (saw !== now) seen.push({ saw, clear: false });
  }
  return seen;
}

function checkBegins(of: Of, { what, moves }: Begins): void {
  for (const { saw, clear } of sightsOf(of)) {
    const next = changeRefund(of.world, of.index, { checking: saw });
    moves.push(move(`${what}: first it reads, the bank shows ${spoken(saw)}`, next, clear));
  }
}

function lookBegins(of: Of, { what, moves }: Begins): void {
  const { state, posting, strayPosts } = of.refund;
  const from = LOOKED_AT[state.name];
  if (!from) throw new Error(`nobody looks for a refund that is ${state.name}`);
  // 120 s are longer than a request lives.
  const mayBeLate = from === "unknown" && posting !== "going" && strayPosts === 0;
  for (const { saw, clear } of sightsOf(of)) {
    for (const late of mayBeLate ? [false, true] : [false]) {
      const next = changeRefund(of.world, of.index, { looking: { from, saw, late } });
      moves.push(move(`${what}, the bank shows ${spoken(saw)}${late ? ", late" : ""}`, next, clear));
    }
  }
}

const LOOKED_AT: Readonly<Record<string, RefundLook["from"]>> = {
  sending: "sending",
  unknown: "unknown",
  accepted: "accepted",
  "not-found": "not-found",
};

function spoken({ goneMinor, refunds, mayVoid }: Money): string {
  const ours = refunds.map(({ refund, status }) => `refund ${refund + 1} ${status}`).join(", ");
  return `${goneMinor} gone${ours ? ` (${ours})` : ""}${mayVoid ? "" : ", no void any more"}`;
}

function checkHeard(of: Of, saw: Money, tools: With): void {
  const { world, index, refund } = of;
  const after = changeRefund(world, index, { checking: null });
  const at = { world, attempt: attemptOfRefund(refund) };
  const what = `the till hears what it read before refund ${index + 1}: ${spoken(saw)}`;
  does(after, { ask: "checked", refund: index, answer: moneyAnswer(at, saw) }, { ...tools, what, byItself: true });
  const none = `no answer to what it read before refund ${index + 1}`;
  does(
    after,
    { ask: "checked", refund: index, answer: moneyAnswer(at, null) },
    { ...tools, what: none, byItself: false },
  );
  strangely(of, saw, (strange) => {
    const answer = moneyAnswer(at, saw, strange);
    does(after, { ask: "checked", refund: index, answer }, { ...tools, what: `${what}, ${strange}`, byItself: false });
  });
}

function strangely({ world, index }: Of, saw: Money, each: (strange: StrangeRefund) => void): void {
  if (!world.bound.strange || !saw.refunds.some(({ refund }) => refund === index)) return;
  each("other-amount");
  each("unheard-of");
}

function postHeard(of: Of, posting: NonNullable<ModelRefund["posting"]>, tools: With): void {
  const { world, index, refund } = of;
  const before = moneyAnswer({ world, attempt: attemptOfRefund(refund) }, asApproved(refund.refund));
  const hear = (next: World, name: RefundPostAnswer, byItself: boolean, strange: StrangeRefund | null = null): void => {
    const proven = name === "never-sent" || name === "too-many";
    const after = changeRefund(next, index, { posting: null, posts: proven ? refund.posts - 1 : refund.posts });
    const answers = [before, refundAnswer(world, index, name, strange)];
    const what = `the till hears of refund ${index + 1}: ${strange ?? name}`;
    does(after, { ask: "refund-post", refund: index, answers }, { ...tools, what, byItself });
  };
  if (posting === "going") {
    hear(world, "never-sent", false);
    return hear(changeRefund(world, index, { strayPosts: refund.strayPosts + 1 }), "unknown", false);
  }
  hear(world, posting, true);
  hear(world, "unknown", false);
  if (!world.bound.strange || (posting !== "pending" && posting !== "closed")) return;
  hear(world, posting, false, "other-amount");
  hear(world, posting, false, "unheard-of");
}

function lookHeard(of: Of, { from, saw, late }: RefundLook, tools: With): void {
  const { world, index, refund } = of;
  const after = changeRefund(world, index, { looking: null });
  const at = { world, attempt: attemptOfRefund(refund) };
  const hear = (sight: Money | null, what: string, byItself: boolean, strange: StrangeRefund | null = null): void => {
    const answer = moneyAnswer(at, sight, strange);
    does(after, { ask: "refund-look", refund: index, answer, from, late }, { ...tools, what, byItself });
  };
  const what = `the till hears its look for refund ${index + 1}: ${spoken(saw)}`;
  hear(saw, what, true);
  hear(null, `no answer to the look for refund ${index + 1}`, false);
  strangely(of, saw, (strange) => hear(saw, `${what}, ${strange}`, false, strange));
}
