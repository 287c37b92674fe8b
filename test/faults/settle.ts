// The end of the bad days: faults and customers stop, and the till has days and nights until every charge has ended and every
// watch is over.
import { endBadDays } from "./deeds/bank.ts";
import type { World } from "./world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A day and a night, and then another. */
const SLEEPS_MINUTES = [5, 10, 30, 60, 120, 240, 480, 480, 120];

/** Awake through the first minutes, then a look after each sleep. */
export async function settle(world: World): Promise<void> {
  endBadDays(world);
  await world.wire.calm();
  await world.quiet();
  await world.pass(5 * SECOND_MS);
  await putAside(world);
  await world.pass(3 * MINUTE_MS);
  for (const minutes of SLEEPS_MINUTES) {
    await world.sleep(minutes * MINUTE_MS);
    await world.pass(7 * SECOND_MS);
  }
  await world.sleep(26 * HOUR_MS);
  await world.pass(20 * SECOND_MS);
}

/** Nobody stands at the counter any more; without a sale on it the screens rest, and so does the prover. */
async function putAside({ life, eyes, quiet }: World): Promise<void> {
  const saleId = eyes.last()?.counter?.saleId;
  if (saleId !== undefined) await life().cashier.ask("sale/clear", { saleId });
  await quiet();
}
