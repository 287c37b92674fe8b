// What needs a manager: money back, and another attempt beside one that could still be paid. And what happens elsewhere meanwhile.
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { InputOf } from "#contract/commands.ts";
import type { Money } from "#contract/money.ts";
import type { RefundKind } from "#contract/refunds.ts";
import { MANAGER, PIN } from "#test/faults/manager.ts";
import type { World } from "#test/faults/world.ts";
import { asked } from "./ask.ts";

export type ManagerDeed =
  | {
      readonly by: "manager";
      readonly gives: RefundKind;
      readonly which: number;
      /** Half of what is left. */
      readonly half: boolean;
      /** The button is pressed twice. */
      readonly twice: boolean;
    }
  | { readonly by: "manager"; readonly does: "override" | "withdraw" }
  /** Somebody refunds in the dashboard of the bank. */
  | { readonly by: "manager"; readonly elsewhere: number };

const by = fc.constant("manager" as const);

export const giving: fc.Arbitrary<ManagerDeed> = fc.record({
  by,
  gives: fc.constantFrom("refund" as const, "void" as const),
  which: fc.nat({ max: 2 }),
  half: fc.boolean(),
  twice: fc.boolean(),
});

export const managerDeed: fc.Arbitrary<ManagerDeed> = fc.oneof(
  { weight: 5, arbitrary: giving },
  { weight: 2, arbitrary: fc.record({ by, does: fc.constantFrom("override" as const, "withdraw" as const) }) },
  { weight: 1, arbitrary: fc.record({ by, elsewhere: fc.nat({ max: 2 }) }) },
);

export async function doAsManager(world: World, deed: ManagerDeed): Promise<void> {
  if ("gives" in deed) return await giveBack(world, deed);
  if ("elsewhere" in deed) return await refundElsewhere(world, deed.elsewhere);
  if (deed.does === "override") return await override(world);
  const waiting = world.eyes.last()?.counter?.refunds.find(({ mayWithdraw }) => mayWithdraw);
  if (waiting) await asked(world, "refund/withdraw", { refundId: waiting.refundId });
}

async function giveBack(world: World, deed: Extract<ManagerDeed, { gives: RefundKind }>): Promise<void> {
  const day = await asked(world, "day/rows", { before: null, limit: 100 });
  const paid = (day?.output.rows ?? []).filter(({ state }) => state === "successful" || state === "paid-late");
  const row = paid[deed.which % Math.max(1, paid.length)];
  if (!row) return;
  const { attemptId } = row;
  const terms = (await asked(world, "refund/terms", { attemptId }))?.output;
  if (!terms || terms.leftMinor === 0 || terms.objection !== null) return;
  const amountMinor = deed.half ? Math.ceil(terms.leftMinor / 2) : terms.leftMinor;
  const money = { amountMinor, currency: terms.money.currency };
  const seen = { refundedBeforeMinor: terms.refundedMinor, acceptElsewhere: terms.elsewhereMinor > 0 };
  const approvalId = await approved(world, { action: deed.gives, subject: attemptId, money, seen });
  if (approvalId === null) return;
  const order: InputOf<"refund/ask"> = {
    refundId: randomUUID(),
    attemptId,
    kind: deed.gives,
    amountMinor,
    ...seen,
    approvalId,
  };
  await asked(world, "refund/ask", order);
  if (deed.twice) await asked(world, "refund/ask", order);
}

async function override(world: World): Promise<void> {
  const on = world.eyes.last()?.counter;
  if (!on?.may.override) return;
  const approvalId = await approved(world, { action: "override", subject: on.saleId, money: on.money, seen: null });
  if (approvalId === null) return;
  world.overridden.add(on.saleId);
  await asked(world, "sale/override", { saleId: on.saleId, approvalId });
}

type Wanted = Pick<InputOf<"approval/give">, "action" | "subject" | "seen"> & { readonly money: Money };

async function approved(world: World, { action, subject, money, seen }: Wanted): Promise<string | null> {
  const approvalId = randomUUID();
  const given = await asked(world, "approval/give", {
    approvalId,
    action,
    subject,
    ...money,
    seen,
    staff: MANAGER.number,
    pin: PIN,
  });
  return given?.output.result === "given" ? approvalId : null;
}

async function refundElsewhere(world: World, which: number): Promise<void> {
  const { bank } = world.simulator;
  const paid = bank.books().charges.filter(({ status, voided }) => status === "successful" && !voided);
  const charge = paid[which % Math.max(1, paid.length)];
  if (!charge) return;
  bank.refundElsewhere(charge.id, Math.min(1_000, charge.amount - charge.refundedAmount));
  await world.quiet();
}
