// What the real code saved and asked for becomes the next world; between two of these acts the power may go.
import { isFinal, isPaid } from "#till/attempt/state.ts";
import { chargeIdOf, chargeIndexOf } from "./names.ts";
import type { Act } from "./real-till.ts";
import type { Saved } from "./real-ledger.ts";
import { attemptAt, changeAttempt, changeRefund, type ModelRefund, type World } from "./world.ts";

export function enact(world: World, acts: readonly Act[]): World {
  let next = world;
  for (const act of acts) next = act.do === "save" ? enactSave(next, act) : enactRequest(next, act);
  return next;
}

const STRANGE: ReadonlySet<string> = new Set(["answer-mismatch", "unknown-status"]);

function enactSave(world: World, { attempts, refunds, alarms }: Saved): World {
  let next = world;
  for (const { index, state } of attempts) {
    const { alarmed } = attemptAt(next, index);
    const unpaidEnd = isFinal(state) && !isPaid(state);
    const isAlarm = alarms.some((kind) => STRANGE.has(kind));
    next = changeAttempt(next, index, { state, alarmed: unpaidEnd && (alarmed || isAlarm) });
  }
  for (const { index, refund, state } of refunds) {
    if (next.refunds[index]) next = changeRefund(next, index, { state });
    else next = { ...next, refunds: [...next.refunds, { ...NEW_REFUND, refund, state }] };
  }
  return next;
}

const NEW_REFUND: Omit<ModelRefund, "refund" | "state"> = {
  checking: null,
  posting: null,
  looking: null,
  strayPosts: 0,
  made: [],
  posts: 0,
  postedUnsaved: false,
};

/** Looks have no mark outside the till: their answer is made up by whoever began them. */
function enactRequest(world: World, { what, of }: Extract<Act, { do: "request" }>): World {
  switch (what) {
    case "expire":
      return changeAttempt(world, of, { expiring: "going" });
    case "post": {
      const { posts, postedUnsaved, postedByItself, old, state } = attemptAt(world, of);
      const unsaved = postedUnsaved || state?.name !== "sending";
      const byItself = postedByItself || old;
      const sent = { posting: "going", posts: posts + 1, postedUnsaved: unsaved, postedByItself: byItself } as const;
      return changeAttempt(world, of, sent);
    }
    case "refund": {
      const refund = world.refunds[of];
      if (!refund) throw new Error("a refund is sent that is not in the ledger");
      const postedUnsaved = refund.postedUnsaved || refund.state.name !== "sending";
      return changeRefund(world, of, { posting: "going", posts: refund.posts + 1, postedUnsaved });
    }
    default:
      return world;
  }
}

export function attemptOfRefund({ refund }: Pick<ModelRefund, "refund">): number {
  return chargeIndexOf(refund.chargeId);
}

export function refundsOf(world: World, attempt: number): readonly ModelRefund[] {
  return world.refunds.filter(({ refund }) => refund.chargeId === chargeIdOf(attempt));
}
