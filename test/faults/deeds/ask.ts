// One command of a person. A refusal is an answer; what is broken, or never should have been asked, is wrong.
import { setTimeout as pause } from "node:timers/promises";
import type { CommandName, InputOf, OutputOf } from "#contract/commands.ts";
import { Refusal } from "#contract/failure.ts";
import type { World } from "#test/faults/world.ts";

type Answer<Name extends CommandName> = { readonly output: OutputOf<Name> };

/** As long as the till itself waits for an answer of the bank, and some more. */
const LONGEST_MS = 90_000;
const STEP_MS = 500;

/** @returns null where it was refused */
export async function asked<Name extends CommandName>(
  world: World,
  command: Name,
  input: InputOf<Name>,
): Promise<Answer<Name> | null> {
  const { notes } = world;
  try {
    return { output: await answered(world, world.life().cashier.ask(command, input)) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    notes.tally.refused += 1;
    const { code, words } = refusal.failure;
    if (code === "broken" || code === "bad-input") notes.tell("defect", `${command} was refused: ${code}, ${words}`);
    return null;
  } finally {
    await world.quiet();
  }
}

/** An answer may need the bank, and the bank may need its time. */
async function answered<Output>(world: World, answer: Promise<Output>): Promise<Output> {
  let isOver = false;
  const over = answer.finally(() => (isOver = true)).catch(() => undefined);
  for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += STEP_MS) {
    await world.quiet();
    // A PIN is hashed on a thread of its own, of which the world knows nothing.
    while (!isOver && world.wire.resting() === 0) await Promise.race([over, pause(STEP_MS)]);
    if (isOver) return await answer;
    await world.pass(STEP_MS);
  }
  throw new Error("a command has no answer");
}
