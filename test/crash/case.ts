// One proof: a flow, killed at one point, restarted, reconciled, and both books compared.
import { changedPast, type LedgerBooks } from "./books.ts";
import { flowOf, type FlowName } from "./flows.ts";
import type { Life } from "./life.ts";
import { PLANTED } from "./plants.ts";
import { sealFaults } from "./seal.ts";
import { openStage, type Stage } from "./stage.ts";
import type { Plant } from "./words.ts";

export type Case = {
  readonly flow: FlowName;
  readonly killAt: string | null;
  /** By the clock instead, counted from the start of the process: between the points there are no safe places either. */
  readonly killAfterMs?: number;
  readonly plant?: Plant;
  /** How long the books may disagree after the restart. */
  readonly patienceMs?: number;
};

export type Verdict = {
  /** Every distinct point of the life that was to be killed, as far as it came. */
  readonly points: readonly string[];
  readonly killed: boolean;
  /** What is wrong, a sentence each; empty is the proof. */
  readonly wrong: readonly string[];
};

export async function prove(each: Case): Promise<Verdict> {
  const flow = flowOf(each.flow);
  const stage = await openStage(flow, each.patienceMs);
  const clock: { timer: NodeJS.Timeout | null } = { timer: null };
  let life: Life | null = null;
  try {
    if (flow.first !== undefined) await dieFirst(stage, each.flow, flow.first);
    const performs = flow.first === undefined ? each.flow : null;
    life = stage.start({ flow: performs, killAt: each.killAt, plant: plantOf(each, "killed") });
    const { kill } = life;
    if (each.killAfterMs !== undefined) clock.timer = setTimeout(() => void kill(), each.killAfterMs);
    await Promise.race([life.ended, performs === null ? stage.reconcile(life) : life.done]);
    if (clock.timer !== null) clearTimeout(clock.timer);
    const killed = life.isOver() && (await life.ended);
    if (life.isOver() && !killed) throw new Error(`the till ended by itself: ${life.complaint()}`);
    const end = killed ? { killed, wrong: await afterDeath(stage, each, life) } : await inPeace(stage, each, life);
    return { points: [...life.points], ...end };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const wrong = [cause.message, ...stage.lies, ...spentAgain(stage)];
    return { points: [...(life?.points ?? [])], killed: life?.isOver() ?? false, wrong };
  } finally {
    if (clock.timer !== null) clearTimeout(clock.timer);
    await stage.close();
  }
}

function plantOf({ plant }: Case, life: "killed" | "next"): Plant | null {
  return plant !== undefined && PLANTED[plant].life === life ? plant : null;
}

async function dieFirst(stage: Stage, flow: FlowName, killAt: string): Promise<void> {
  const life = stage.start({ flow, killAt, plant: null });
  await Promise.race([life.ended, life.done]);
  if (!life.isOver()) throw new Error(`it did not come to ${killAt}`);
}

/** The books that the dead till left, and what the next one makes of them. */
async function afterDeath(stage: Stage, each: Case, dead: Life): Promise<readonly string[]> {
  const left = stage.ledger();
  const next = stage.start({ flow: null, killAt: null, plant: plantOf(each, "next") });
  await stage.reconcile(next);
  if (next.isOver()) throw new Error(`the next till ended by itself: ${next.complaint()}`);
  await next.close();
  return [...compare(stage, left, [...dead.saved, ...next.saved]), ...spentUnasked(stage, left, next)];
}

async function inPeace(stage: Stage, each: Case, life: Life): Promise<Pick<Verdict, "killed" | "wrong">> {
  await stage.reconcile(life);
  const left = stage.ledger();
  // The books may agree a moment before it comes to its point: then it dies while it is asked to end.
  if ((await life.close()) === "killed") return { killed: true, wrong: await afterDeath(stage, each, life) };
  return { killed: false, wrong: compare(stage, left, life.saved) };
}

function compare(stage: Stage, left: LedgerBooks, saved: readonly string[]): readonly string[] {
  const now = stage.ledger();
  const changed = changedPast(left.events, now.events);
  return [
    ...stage.disagreements(),
    ...stage.lies,
    ...stage.defects(),
    ...spentAgain(stage),
    ...sealFaults(stage.folder),
    ...(changed === null ? [] : [`the past has changed: ${changed}`]),
    ...saved.filter((each) => !now.kept.has(each)).map((each) => `saved and lost: ${each}`),
  ];
}

const TOO_MANY = 429;

/** One request that may have been heard, for each attempt and each refund, in all lives together. */
function spentAgain({ posts }: Stage): readonly string[] {
  const heard = posts.filter(({ status }) => status !== TOO_MANY).map(({ what, id }) => `${what} ${id}`);
  return [...new Set(heard)]
    .map((subject) => ({ subject, times: heard.filter((each) => each === subject).length }))
    .filter(({ times }) => times > 1)
    .map(({ subject, times }) => `${subject} was sent ${times} times`);
}

/** Nothing is charged by itself; money goes back only where a manager's word waited and nothing had been sent. */
function spentUnasked({ posts }: Stage, left: LedgerBooks, next: Life): readonly string[] {
  const waiting = new Set(left.refunds.filter(({ state }) => state === "asked").map(({ refundId }) => refundId));
  return posts
    .filter(({ life, what, id }) => life === next && (what === "charge" || !waiting.has(id)))
    .map(({ what, id }) => `${what} ${id} was sent by a till that nobody had asked`);
}
