// A data folder, a pretend bank that outlives every till on it, the wire between them, and the customer.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { trainingKeys } from "#main/bank-side.ts";
import { openSettings } from "#main/settings-file.ts";
import { openSimulator, type Books, type Simulator } from "#simulator/simulator.ts";
import { readLedgerBooks, type LedgerBooks } from "./books.ts";
import { tillProgram } from "./bundle.ts";
import { disagreements } from "./disagreements.ts";
import { liesIn, untrueAtLast } from "./eyes.ts";
import type { Flow } from "./flow.ts";
import { startLife, type Life } from "./life.ts";
import { openWire, type Post } from "./proxy.ts";
import { hireManagerIn } from "./staff.ts";
import type { Answer, Line, Order, Seen } from "./words.ts";

const LOOK_EVERY_MS = 60;
const PATIENCE_MS = 25_000;

export type Stage = {
  readonly folder: string;
  /** What was shown and was not true at that moment. */
  readonly lies: readonly string[];
  /** Everything that was ever sent and costs money, with the life that sent it. */
  readonly posts: readonly (Post & { readonly life: Life })[];
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
  const program = await tillProgram();
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-crash-"));
  const simulator = await openBankFor(folder, flow);
  const lives: Life[] = [];
  const lies: string[] = [];
  const posts: (Post & { readonly life: Life })[] = [];
  const wire = await openWire({
    bankOrigin: simulator.origin,
    standing: () => standingOf(simulator.bank.books()),
    reached: (point) => reachedOn(lives.at(-1), point),
    costs(post) {
      const life = lives.at(-1);
      if (life) posts.push(Object.assign(post, { life }));
    },
  });
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  const stopped = (): void => {
    for (const life of lives) void life.kill();
    clear();
  };
  process.once("exit", stopped);
  const disagree = () => disagreements(readLedgerBooks(join(folder, "training.ledger")), simulator.bank.books());
  const shown = new Map<Life, Seen>();
  return {
    folder,
    lies,
    posts,
    start(order) {
      const life: Life = startLife(
        program,
        { ...order, folder, origin: wire.origin, timings: order.flow === null ? {} : (flow.timings ?? {}) },
        hearing({ simulator, lies, seen: (seen) => shown.set(life, seen) }),
      );
      lives.push(life);
      return life;
    },
    reconcile: (life) => {
      act(simulator, "found");
      const untrue = (): readonly string[] => {
        const seen = shown.get(life);
        return seen ? untrueAtLast(seen, simulator.bank.books()) : ["nothing is shown"];
      };
      const disagreeing = (): readonly string[] => [...disagree(), ...untrue()];
      const customer = (): void => act(simulator, flow.afterwards);
      return reconcile(life, { disagree: disagreeing, customer, patienceMs });
    },
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
  await hireManagerIn(folder);
  const simulator = await openSimulator({ ...trainingKeys(settings.read().tillId), country: "TH" });
  for (const fault of flow.faults ?? []) simulator.bank.faults.add(fault);
  simulator.bank.turn({ refundDelayMs: flow.refundDelayMs ?? 0 });
  return simulator;
}

function standingOf({ charges, refunds }: Books): string {
  const words = [...charges.map(({ status }) => status), ...refunds.map(() => "refund")];
  return words.join(", ") || "none";
}

async function reachedOn(life: Life | undefined, name: string): Promise<boolean> {
  if (!life || life.isOver()) return false;
  const point = life.chapter() + name;
  const isFirst = !life.points.has(point);
  life.points.add(point);
  if (!isFirst || life.order.killAt !== point) return false;
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

function act({ bank }: Simulator, answer: Answer | "nothing"): void {
  if (answer === "found") return stopLagging(bank.faults);
  const { charges } = bank.books();
  for (const { id, status } of charges) {
    const isTheirs = answer === "pay" || (answer === "pay the newest" && id === charges.at(-1)?.id);
    if (status === "pending" && isTheirs) bank.approve(id);
    if (status === "pending" && answer === "decline") bank.decline(id);
    if (status === "expired" && answer === "late") bank.approveLate(id);
  }
}

function stopLagging(faults: Simulator["bank"]["faults"]): void {
  const others = faults.waiting().filter(({ kind }) => kind !== "lagging-list");
  faults.clear();
  for (const fault of others) faults.add(fault);
}

function hearing(on: { readonly simulator: Simulator; readonly lies: string[]; readonly seen: (seen: Seen) => void }) {
  return (line: Line): void => {
    if ("customer" in line) act(on.simulator, line.customer);
    if (!("seen" in line)) return;
    on.seen(line.seen);
    on.lies.push(...liesIn(line.seen, on.simulator.bank.books()));
  };
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
