// One proof: a flow, killed at one point, restarted, reconciled, and both books compared.
import { changedPast, type LedgerBooks } from "./books.ts";
import { flowOf, type FlowName } from "./flows.ts";
import type { Life } from "./life.ts";
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

export async function prove({ flow: name, killAt, killAfterMs, plant, patienceMs }: Case): Promise<Verdict> {
  const flow = flowOf(name);
  const stage = await openStage(flow, patienceMs);
  let clock: NodeJS.Timeout | null = null;
  try {
    if (flow.first !== undefined) await dieFirst(stage, name, flow.first);
    const performs = flow.first === undefined ? name : null;
    const life = stage.start({ flow: performs, killAt, plant: plant ?? null });
    if (killAfterMs !== undefined) clock = setTimeout(() => void life.kill(), killAfterMs);
    await Promise.race([life.ended, performs === null ? stage.reconcile(life) : life.done]);
    if (clock !== null) clearTimeout(clock);
    const killed = life.isOver() && (await life.ended);
    if (life.isOver() && !killed) throw new Error(`the till ended by itself: ${life.complaint()}`);
    const end = killed ? { killed, wrong: await afterDeath(stage, life) } : await inPeace(stage, life);
    return { points: [...life.points], ...end };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return { points: [], killed: true, wrong: [cause.message, ...stage.lies] };
  } finally {
    if (clock !== null) clearTimeout(clock);
    await stage.close();
  }
}

async function dieFirst(stage: Stage, flow: FlowName, killAt: string): Promise<void> {
  const life = stage.start({ flow, killAt, plant: null });
  await Promise.race([life.ended, life.done]);
  if (!life.isOver()) throw new Error(`it did not come to ${killAt}`);
}

/** The books that the dead till left, and what the next one makes of them. */
async function afterDeath(stage: Stage, dead: Life): Promise<readonly string[]> {
  const left = stage.ledger();
  const next = stage.start({ flow: null, killAt: null, plant: null });
  await stage.reconcile(next);
  if (next.isOver()) throw new Error(`the next till ended by itself: ${next.complaint()}`);
  await next.close();
  return compare(stage, left, [...dead.saved, ...next.saved]);
}

async function inPeace(stage: Stage, life: Life): Promise<Pick<Verdict, "killed" | "wrong">> {
  await stage.reconcile(life);
  const left = stage.ledger();
  // The books may agree a moment before it comes to its point: then it dies while it is asked to end.
  if ((await life.close()) === "killed") return { killed: true, wrong: await afterDeath(stage, life) };
  return { killed: false, wrong: compare(stage, left, life.saved) };
}

function compare(stage: Stage, left: LedgerBooks, saved: readonly string[]): readonly string[] {
  const now = stage.ledger();
  const changed = changedPast(left.events, now.events);
  const there = new Set(
    now.events.map(
      ({ attempt_id: id, step, state }) => `${id}/${step}/${(JSON.parse(state) as { name: string }).name}`,
    ),
  );
  return [
    ...stage.disagreements(),
    ...stage.lies,
    ...stage.defects(),
    ...(changed === null ? [] : [`the past has changed: ${changed}`]),
    ...saved.filter((step) => !there.has(step)).map((step) => `saved and lost: ${step}`),
    ...left.beside.filter((text) => !now.beside.includes(text)).map((text) => `a sale or an alarm is lost: ${text}`),
  ];
}
