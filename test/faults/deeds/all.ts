// Every kind of deed, how often each comes, and who carries it out. A new group of commands is a file beside this one and three
// lines here.
import fc from "fast-check";
import type { World } from "#test/faults/world.ts";
import { bankDeed, doAtTheBank, type BankDeed } from "./bank.ts";
import { counterDeed, doAtCounter, type CounterDeed } from "./counter.ts";
import { customerDeed, doAsCustomer, type CustomerDeed } from "./customer.ts";
import { doOnTheLine, networkDeed, type NetworkDeed } from "./network.ts";
import { doAsManager, managerDeed, type ManagerDeed } from "./manager.ts";
import { doAboutQueue, queueDeed, type QueueDeed } from "./queue.ts";
import { doWithPower, powerDeed, type PowerDeed } from "./power.ts";
import { letTimePass, timeDeed, type TimeDeed } from "./time.ts";

export type Deed = BankDeed | CounterDeed | CustomerDeed | ManagerDeed | NetworkDeed | PowerDeed | QueueDeed | TimeDeed;

export const deedArbitrary: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 9, arbitrary: counterDeed },
  { weight: 6, arbitrary: timeDeed },
  { weight: 4, arbitrary: customerDeed },
  { weight: 1, arbitrary: managerDeed },
  { weight: 5, arbitrary: networkDeed },
  { weight: 1, arbitrary: queueDeed },
  { weight: 3, arbitrary: bankDeed },
  { weight: 1, arbitrary: powerDeed },
);

export async function perform(world: World, deed: Deed): Promise<void> {
  world.notes.tally.commands += 1;
  switch (deed.by) {
    case "bank":
      return await doAtTheBank(world, deed);
    case "cashier":
      return await doAtCounter(world, deed);
    case "customer":
      return await doAsCustomer(world, deed);
    case "manager":
      return await doAsManager(world, deed);
    case "queue":
      return await doAboutQueue(world, deed);
    case "network":
      return await doOnTheLine(world, deed);
    case "power":
      return await doWithPower(world, deed);
    case "time":
      return await letTimePass(world, deed);
  }
}
