// The effects of the loop for money that goes back: each makes one request, names what came back as an event, and commits it.
import { holdBack, whyOf } from "#till/back-off.ts";
import type { Turn } from "#till/driver.ts";
import type { MoneyOutcome, RefundOutcome } from "#till/ports.ts";
import { checkBeforeSend, NOT_WHOLE, type Check } from "./check.ts";
import type { RefundEvent, RefundFacts } from "./events.ts";
import type { RefundEffect } from "./plan.ts";
import type { RefundRoom, RefundRun } from "./run.ts";
import type { Refund, RefundRecord } from "./state.ts";
import { isOurs } from "./step.ts";

const KEY_REFUSED = 401;
const TOO_MANY = 429;

type About = { readonly parts: RefundRoom; readonly refund: Refund; readonly run: RefundRun };

/** Charge and refunds are read, and only when they are as they were approved is the one POST made. */
async function checkAndSend(parts: RefundRoom, { refund }: RefundRecord, run: RefundRun): Promise<void> {
  const about: About = { parts, refund, run };
  const check = await checked(about);
  // Taken back, or its day over, while it was being looked at.
  const now = stateNow(about);
  if (now.name !== "asked" || parts.clock.nowMs() >= now.sendByMs) return;
  switch (check.do) {
    case "wait":
      return hold(about, check.why);
    case "stop":
      return tell(about, { kind: "stopped", atMs: parts.clock.nowMs(), end: check.end });
    case "adopt":
      return adopt(about, check.found);
    case "send":
      run.failures = 0;
      tell(about, { kind: "send-began", atMs: parts.clock.nowMs(), bankMs: check.bankMs });
      return await post(about);
  }
}

async function checked(about: About): Promise<Check> {
  const { parts, refund } = about;
  const attempt = parts.ledger.attempt(refund.attemptId)?.attempt;
  if (!attempt) throw new Error(`refund ${refund.refundId} belongs to no attempt in the ledger`);
  const outcome = await read(about);
  return checkBeforeSend({ refund, attempt }, outcome, { bankMs: parts.bank.nowMs(), livemode: parts.rules.livemode });
}

async function read({ parts, refund }: About): Promise<MoneyOutcome> {
  const askedAtMs = parts.clock.nowMs();
  const outcome = await parts.payments.money(refund.chargeId);
  parts.bank.learn(outcome.bankMs, askedAtMs);
  if (outcome.kind === "error" && outcome.error.status === KEY_REFUSED) parts.keyDoubted();
  return outcome;
}

/** Looked for before it was ever sent, and there: what does not match in every point is never sent on top of it. */
function adopt(about: About, found: readonly RefundFacts[]): void {
  seen(about, found, "list");
  if (stateNow(about).name !== "asked") return;
  tell(about, { kind: "stopped", atMs: about.parts.clock.nowMs(), end: "changed" });
}

async function post(about: About): Promise<void> {
  const { parts, refund } = about;
  const { refundId, chargeId, money, approver, kind } = refund;
  const sentAtMs = parts.clock.nowMs();
  const outcome = await parts.payments.refund({ refundId, chargeId, money, asVoid: kind === "void", approver });
  parts.bank.learn(outcome.bankMs, sentAtMs);
  if (outcome.kind === "refused" && outcome.error.status === KEY_REFUSED) parts.keyDoubted();
  if (outcome.kind === "answered") return seen(about, [outcome.facts], "post");
  // Found by a look meanwhile: what says nothing of a refund has nothing more to say.
  if (stateNow(about).name !== "sending") return;
  const event = eventOf(outcome, parts.clock.nowMs());
  tell(about, event);
  if (event.kind === "never-sent") hold(about, event.why);
}

function eventOf(outcome: Exclude<RefundOutcome, { readonly kind: "answered" }>, atMs: number): RefundEvent {
  switch (outcome.kind) {
    case "never-sent":
      return { kind: "never-sent", atMs, why: outcome.why };
    case "refused":
      // Turned away before anything was looked at: it is as if it had never left.
      if (outcome.error.status === TOO_MANY) return { kind: "never-sent", atMs, why: "too many requests" };
      return { kind: "refused", atMs, error: outcome.error };
    case "unknown":
      return { kind: "no-answer", atMs, why: outcome.why };
  }
}

/** Looks for it among all the refunds of its charge. Only a whole list says that it is not there. */
async function look(parts: RefundRoom, { refund, state }: RefundRecord, run: RefundRun): Promise<void> {
  const about: About = { parts, refund, run };
  const atMs = parts.clock.nowMs();
  run.lookNow = false;
  const outcome = await read(about);
  if (outcome.kind !== "money") return hold(about, whyOf(outcome));
  const found = outcome.refunds.filter(({ refundId }) => refundId === refund.refundId);
  // What has our id and is another refund all the same is told, and ours is not there.
  const isThere = found.some((facts) => isOurs(refund, facts));
  seen(about, found, "list");
  if (!isThere && !outcome.complete) return hold(about, NOT_WHOLE);
  run.failures = 0;
  run.lastLookMs = atMs;
  run.looks = state.name === "accepted" ? run.looks + 1 : 0;
  if (isThere) return;
  const offsetMs = parts.bank.offsetMs();
  // Begun while nobody knew, and still nobody does: such a look counts.
  if (state.name !== "unknown" || stateNow(about).name !== "unknown") return;
  if (offsetMs === null) return hold(about, "the bank's time is not known");
  tell(about, { kind: "not-in-listing", atMs, bankMs: atMs + offsetMs });
}

/** More than one is a mismatch of the second, and told. */
function seen(about: About, found: readonly RefundFacts[], by: "post" | "list"): void {
  const { clock } = about.parts;
  for (const facts of found) tell(about, { kind: "refund-seen", atMs: clock.nowMs(), by, facts });
  if (by === "list") return;
  about.run.lastLookMs = clock.nowMs();
  about.run.looks = 0;
}

function hold({ parts, refund, run }: About, why: string): void {
  const nextAtMs = holdBack(run, parts);
  parts.refundBook.tried(refund.refundId, { why, nextAtMs });
  parts.changed();
}

function tell({ parts, refund }: About, event: RefundEvent): void {
  parts.refundBook.apply(refund.refundId, event);
}

function stateNow({ parts, refund }: About): RefundRecord["state"] {
  const record = parts.ledger.refund(refund.refundId);
  if (!record) throw new Error(`no refund ${refund.refundId} in the ledger`);
  return record.state;
}

type EffectTurn = Exclude<Turn, { readonly kind: "stop" | "rest" }>;

/** What the driver does for an effect of the plan. */
export function turnOf(
  parts: RefundRoom,
  of: { readonly effect: RefundEffect; readonly record: RefundRecord; readonly run: RefundRun },
): EffectTurn {
  const { record, run } = of;
  const { refundId } = record.refund;
  const { clock, refundBook } = parts;
  switch (of.effect) {
    case "send":
      return { kind: "beside", what: "posting", act: () => checkAndSend(parts, record, run) };
    case "look":
      return { kind: "beside", what: "looking", act: () => look(parts, record, run) };
    case "lost": {
      const why = "the answer could not be recorded";
      return {
        kind: "act",
        act: () => void refundBook.apply(refundId, { kind: "no-answer", atMs: clock.nowMs(), why }),
      };
    }
    case "lapse": {
      const act = () => void refundBook.apply(refundId, { kind: "stopped", atMs: clock.nowMs(), end: "lapsed" });
      return { kind: "act", act };
    }
  }
}
