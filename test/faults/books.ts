// The end of a run: ledger, listed rows and the bank's books must say the same.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Books } from "#simulator/simulator.ts";
import { attemptOf, judgeAttempt, saleOf } from "./eyes.ts";
import { readLedger, type LedgerBooks } from "./ledger-books.ts";
import type { Notes } from "./notes.ts";
import { judgeExchanges } from "./posts.ts";
import type { World } from "./world.ts";

type Both = { readonly ledger: LedgerBooks; readonly bank: Books; readonly notes: Notes };

export async function judge(world: World): Promise<void> {
  const { notes, wire, simulator } = world;
  const ledger = readLedger(join(world.life().folder, "training.ledger"));
  const both: Both = { ledger, bank: simulator.bank.books(), notes };
  notes.tally.attempts += ledger.attempts.length;
  notes.tally.charges += both.bank.charges.length;
  notes.tally.paid += both.bank.charges.filter(({ status }) => status === "successful").length;
  notes.tally.refunds += both.bank.refunds.length;
  if (ledger.integrity !== "ok") notes.tell("defect", `the ledger's integrity check says ${String(ledger.integrity)}`);
  judgeCharges(both);
  judgeAttempts(both);
  judgePaidTwice(both);
  judgeRefunds(both);
  await judgeRows(world, both);
  judgeExchanges(wire.exchanges, notes);
  for (const each of world.folders()) for (const line of defectsIn(each)) notes.tell("defect", line);
  for (const [kind, times] of wire.met) notes.fault(kind, times);
}

function judgeCharges({ ledger, bank, notes }: Both): void {
  const known = new Set(ledger.attempts.map((each) => each.attemptId));
  const seen = new Set<string>();
  for (const charge of bank.charges) {
    const attemptId = attemptOf(charge);
    if (!known.has(attemptId))
      notes.tell("lost", `charge ${charge.id} (${charge.status}) has no attempt in the ledger`);
    if (seen.has(attemptId)) notes.tell("doubled", `attempt ${attemptId} was charged twice`);
    seen.add(attemptId);
  }
}

function judgeAttempts({ ledger, bank, notes }: Both): void {
  for (const { attemptId, state, phase, chargeId, amountMinor } of ledger.attempts) {
    const charge = bank.charges.find((each) => attemptOf(each) === attemptId);
    const words = `attempt ${attemptId} ended as ${state} and its charge as ${charge?.status ?? "none"}`;
    if (phase === "living") notes.tell("unresolved", words);
    else if (charge?.status === "successful" && phase !== "paid") notes.tell("lost", words);
    else if (charge?.status === "pending") notes.tell("untrue", words);
    else if (phase === "paid" && charge?.status !== "successful") notes.tell("untrue", words);
    else if (phase === "paid" && (charge?.id !== chargeId || charge?.amount !== amountMinor))
      notes.tell("untrue", words);
    else if (state === "not-sent" && charge) notes.tell("untrue", words);
    if (state === "paid-late" && !isAlarmed(ledger, attemptId)) notes.tell("lost", `${words}, without an alarm`);
  }
}

function isAlarmed(ledger: LedgerBooks, attemptId: string): boolean {
  return ledger.alarms.some((alarm) => alarm.attemptId === attemptId && alarm.kind.startsWith("paid-"));
}

/** Two payments of one sale are never silent. */
function judgePaidTwice({ ledger, bank, notes }: Both): void {
  const paid = bank.charges.filter(({ status }) => status === "successful");
  for (const charge of paid) {
    const all = paid.filter((each) => saleOf(each) === saleOf(charge));
    if (all.length < 2 || all.some((each) => isAlarmed(ledger, attemptOf(each)))) continue;
    notes.tell("doubled", `sale ${saleOf(charge)} was paid ${all.length} times without an alarm`);
  }
}

/** Money that went back, once and as the ledger says. Without `cf_refund` it was made elsewhere. */
function judgeRefunds({ ledger, bank, notes }: Both): void {
  const made = bank.refunds.flatMap(({ metadata }) =>
    typeof metadata["cf_refund"] === "string" ? [metadata["cf_refund"]] : [],
  );
  const known = new Set(ledger.refunds.map(({ refundId }) => refundId));
  for (const [index, refundId] of made.entries()) {
    if (!known.has(refundId)) notes.tell("lost", `refund ${refundId} of the bank is not in the ledger`);
    if (made.indexOf(refundId) !== index) notes.tell("doubled", `refund ${refundId} was made twice`);
  }
  for (const { refundId, state } of ledger.refunds) {
    const isMade = made.includes(refundId);
    const words = `refund ${refundId} ended as ${state} and was ${isMade ? "made" : "not made"}`;
    if (state === "closed" ? !isMade : isMade) notes.tell(isMade ? "lost" : "untrue", words);
    else if (!["closed", "failed", "not-found"].includes(state)) notes.tell("unresolved", words);
  }
}

/** What the end-of-day screen would list. */
async function judgeRows({ life, eyes, notes }: World, { ledger, bank }: Both): Promise<void> {
  const { rows } = await life().cashier.ask("day/rows", { before: null, limit: 100 });
  for (const { attemptId, state } of rows) {
    judgeAttempt(attemptId, state, { charges: bank.charges, notes });
    const charge = bank.charges.find((each) => attemptOf(each) === attemptId);
    const isShownPaid = state === "successful" || state === "paid-late";
    if (charge?.status === "successful" && !isShownPaid)
      notes.tell("lost", `attempt ${attemptId} is listed as ${state} and was paid`);
  }
  for (const { saleId, state } of eyes.last()?.recent ?? []) {
    const isPaid = bank.charges.some((charge) => saleOf(charge) === saleId && charge.status === "successful");
    if (isPaid !== (state === "successful" || state === "paid-late"))
      notes.tell("lost", `sale ${saleId} is shown as ${state} and was ${isPaid ? "paid" : "not paid"}`);
  }
  if (rows.length !== Math.min(100, ledger.attempts.length))
    notes.tell("lost", `${rows.length} rows of ${ledger.attempts.length} attempts are listed`);
}

function defectsIn(folder: string): readonly string[] {
  const log = join(folder, "logs", "counterfoil.log");
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  return lines.filter((line) => line.includes("/defect")).map((line) => line.slice(0, 600));
}
