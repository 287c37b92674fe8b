// What a person does about the queue: look now, send now.
import fc from "fast-check";
import type { World } from "#test/faults/world.ts";
import { asked } from "./ask.ts";

export type QueueDeed = {
  readonly by: "queue";
  readonly presses: "queue/ask-now" | "queue/send-now";
  readonly which: number;
};

export const queueDeed: fc.Arbitrary<QueueDeed> = fc.record({
  by: fc.constant("queue" as const),
  presses: fc.constantFrom("queue/ask-now" as const, "queue/send-now" as const),
  which: fc.nat({ max: 3 }),
});

export async function doAboutQueue(world: World, { presses, which }: QueueDeed): Promise<void> {
  const queue = world.eyes.last()?.queue ?? [];
  const id = queue[which % Math.max(1, queue.length)]?.id;
  if (id !== undefined) await asked(world, presses, { id });
}
