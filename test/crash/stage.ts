// A data folder, a pretend bank that outlives every till on it, the wire between them, and the customer.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { trainingKeys } from "#main/bank-side.ts";
import { openSettings } from "#main/settings-file.ts";
import { openSimulator, type Simulator } from "#simulator/simulator.ts";
import { disagreements, readLedgerBooks, type LedgerBooks } from "./books.ts";
import type { Flow } from "./flows.ts";
import { startLife, type Life } from "./life.ts";
import { openWire } from "./proxy.ts";
import type { Answer, Line, Order } from "./words.ts";

const LOOK_EVERY_MS = 60;
const PATIENCE_MS = 25_000;

export type Stage = {
  readonly folder: string;
  /** What was shown and was not true at that moment. */
  readonly lies: readonly string[];
  start(order: Pick<Order, "flow" | "killAt" | "plant">): Life;
  /** Acts as the customer until both books agree and nothing is open; rejects with what they disagree about. */
  reconcile(life: Life): Promise<void>;
  /** The ledger as it lies there now, read from a copy. */
  ledger(): LedgerBooks;
  disagreements(): readonly string[];
  /** Lines of the till's log that tell of a defect of ours. */
  defects(): readonly string[];
  close(): Promise<void>;
};

export async function openStage(flow: Flow, patienceMs = PATIENCE_MS): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-crash-"));
  const simulator = await openBankFor(folder, flow);
  const lives: Life[] = [];
  const lies: string[] = [];
  const wire = await openWire({
    bankOrigin: simulator.origin,
    statuses: () => Array.from(simulator.bank.books().charges, ({ status }) => status).join(", "),
    reached: (point) => reachedOn(lives.at(-1), point),
  });
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  const stopped = (): void => {
    for (const life of lives) void life.kill();
    clear();
  };
  process.once("exit", stopped);
  const ledgerFile = join(folder, "training.ledger");
  const disagree = () => disagreements(readLedgerBooks(ledgerFile), simulator.bank.books());
  return {
    folder,
    lies,
    start(order) {
      const life = startLife({ ...order, folder, origin: wire.origin }, (line) => hear(simulator, line, lies));
      lives.push(life);
      return life;
    },
    reconcile: (life) => reconcile(life, { disagree, customer: () => act(simulator, flow.afterwards), patienceMs }),
    ledger: () => readCopy(folder),
    disagreements: disagree,
    defects: () => defectsIn(join(folder, "logs", "counterfoil.log")),
    async close() {
      await Promise.all(lives.map((life) => life.kill()));
      await wire.close();
      await simulator.close();
      process.off("exit", stopped);
      clear();
    },
  };
}

async function openBankFor(folder: string, flow: Flow): Promise<Simulator> {
  const settings = openSettings(folder);
  settings.write({ scanners: { hid: false, serial: [] } });
  const simulator = await openSimulator({ ...trainingKeys(settings.read().tillId), country: "TH" });
  for (const fault of flow.faults ?? []) simulator.bank.faults.add(fault);
  return simulator;
}

async function reachedOn(life: Life | undefined, point: string): Promise<boolean> {
  if (!life || life.isOver()) return false;
  const isFirst = !life.points.has(point);
  life.points.add(point);
  if (!isFirst || life.killAt !== point) return false;
  await life.kill();
  return true;
}

type Sides = { readonly disagree: () => readonly string[]; readonly customer: () => void; readonly patienceMs: number };

async function reconcile(life: Life, { disagree, customer, patienceMs }: Sides): Promise<void> {
  await Promise.race([life.open, life.ended]);
  const endMs = Date.now() + patienceMs;
  for (;;) {
    // Killed on purpose, or dead by itself: whoever started it finds out.
    if (life.isOver()) return;
    customer();
    const open = disagree();
    if (open.length === 0) return;
    if (Date.now() > endMs) throw new Error(`the books do not come together: ${open.join("; ")}`);
    await pause(LOOK_EVERY_MS);
  }
}

function act(simulator: Simulator, answer: Answer | "nothing"): void {
  const { bank } = simulator;
  for (const { id, status } of bank.books().charges) {
    if (status === "pending" && answer === "pay") bank.approve(id);
    if (status === "pending" && answer === "decline") bank.decline(id);
    if (status === "expired" && answer === "late") bank.approveLate(id);
  }
}

function hear(simulator: Simulator, line: Line, lies: string[]): void {
  if ("customer" in line) act(simulator, line.customer);
  if (!("shown" in line)) return;
  const { attemptId, state, face } = line.shown;
  const status = simulator.bank.books().charges.find(({ metadata }) => metadata["cf_attempt"] === attemptId)?.status;
  const lie = `attempt ${attemptId} was shown as ${state} (${face}) while its charge was ${status ?? "unmade"}`;
  const isPaid = state === "successful" || state === "paid-late" || face === "paid";
  if (isPaid && status !== "successful") lies.push(lie);
  if (["failed", "expired", "cancelled", "not-sent"].includes(state) && status === "pending") lies.push(lie);
}

function readCopy(folder: string): LedgerBooks {
  const copy = mkdtempSync(join(tmpdir(), "counterfoil-crash-"));
  try {
    for (const name of ["training.ledger", "training.ledger-wal"]) {
      if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
    }
    return readLedgerBooks(join(copy, "training.ledger"));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function defectsIn(log: string): readonly string[] {
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  return lines.filter((line) => line.includes("/defect"));
}
