// Money going back as in a shop: the real loop, desk and ledger file, the real client and the pretend bank over loopback, at
// the real timings; only the clock is moved by hand, and it moves while no answer is awaited.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MethodId } from "#contract/words.ts";
import { openLedger } from "#ledger/ledger.ts";
import { openSimulator, type Simulator } from "#simulator/simulator.ts";
import { openClient, PUBLIC_KEY, SECRET_KEY } from "#test/omise/open-client.ts";
import type { Ledger, Payments } from "#till/ports.ts";
import type { RefundAsk } from "#till/refund/desk.ts";
import type { RefundRecord } from "#till/refund/state.ts";
import { createHandClock, type HandClock } from "./hand-clock.ts";
import { charge, MANAGER, openTill, pay, watched, type Paid, type Payer, type Till, type Wire } from "./refund-till.ts";

export type { Paid } from "./refund-till.ts";

/** Noon in Bangkok. */
const NOON = Date.UTC(2026, 10, 20, 5);

/** What a restart replaces, and what a test may change. */
type Now = {
  clock: HandClock;
  till: Till;
  /** Bank time minus the till's. */
  bankAheadMs: number;
};

export type Stage = {
  readonly simulator: Simulator;
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly defects: unknown[];
  readonly wire: Wire;
  readonly now: Now;
  /** A sale whose customer has not paid yet. */
  charge(method: MethodId, amountMinor: number): Promise<Paid>;
  pay(method: MethodId, amountMinor: number): Promise<Paid>;
  /** Paid after it had expired. */
  payLate(method: MethodId, amountMinor: number): Promise<Paid>;
  /** A manager's PIN, and the refund asked for with it. @returns its id */
  ask(paid: Paid, change?: Partial<RefundAsk>): Promise<string>;
  refund(refundId: string): RefundRecord;
  posts(): number;
  until(what: string, fits: () => boolean): Promise<void>;
  untilState(refundId: string, name: RefundRecord["state"]["name"]): Promise<RefundRecord["state"]>;
  /** Waits for every answer that is under way. */
  quiet(): Promise<void>;
  /** The till dies where it stands and starts again, so much later by its own clock. */
  restart(laterMs?: number): Promise<void>;
};

type Rooms = Pick<Stage, "simulator" | "ledger" | "payments" | "defects" | "wire" | "now">;

export async function openStage(): Promise<Stage & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  const ledger = openLedger({ path: join(folder, "training.ledger"), mode: "training" });
  const defects: unknown[] = [];
  const wire: Wire = { fate: "through", underWay: 0, sent: [] };
  const clock = createHandClock(NOON);
  const when = { clock, bankAheadMs: 0 };
  const nowMs = (): number => when.clock.nowMs() + when.bankAheadMs;
  const simulator = await openSimulator({ country: "TH", publicKey: PUBLIC_KEY, secretKey: SECRET_KEY, nowMs });
  const payments = watched(openClient(simulator.origin).client, wire);
  const now: Now = Object.assign(when, { till: openTill({ clock, ledger, payments, defects }) });
  const rooms: Rooms = { simulator, ledger, defects, wire, now, payments };
  return {
    ...rooms,
    ...acts(rooms),
    ...waits(rooms),
    async [Symbol.asyncDispose]() {
      await quiet(wire);
      await simulator.close();
      ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function acts(rooms: Rooms): Pick<Stage, "charge" | "pay" | "payLate" | "ask" | "refund" | "posts"> {
  const { simulator, ledger, now, payments } = rooms;
  const payer = (): Payer => ({ book: now.till.book, payments, simulator, nowMs: now.clock.nowMs });
  return {
    charge: (method, amountMinor) => charge(payer(), method, amountMinor),
    pay: async (method, amountMinor) => await pay(payer(), await charge(payer(), method, amountMinor)),
    payLate: async (method, amountMinor) => await pay(payer(), await charge(payer(), method, amountMinor), true),
    async ask(paid, change = {}) {
      const asked = { ...wholeRefund(paid), ...change };
      const { approvalId, kind: action, attemptId: subject, amountMinor, refundedBeforeMinor, acceptElsewhere } = asked;
      const seen = { refundedBeforeMinor, acceptElsewhere };
      const money = { amountMinor, currency: "THB" } as const;
      const { approvals, desk } = now.till;
      await approvals.give({ approvalId, action, subject, money, seen, approver: MANAGER.number, pin: "7305" });
      desk.ask(asked);
      return asked.refundId;
    },
    refund: (refundId) => found(ledger, refundId),
    posts() {
      const counts = simulator.bank.requests();
      return counts.find(({ method, path }) => method === "POST" && path === "/charges/:id/refunds")?.count ?? 0;
    },
  };
}

function waits(rooms: Rooms): Pick<Stage, "until" | "untilState" | "quiet" | "restart"> {
  const { ledger, defects, wire, now } = rooms;
  async function until(what: string, fits: () => boolean): Promise<void> {
    for (let turn = 0; turn < 2_000; turn += 1) {
      await quiet(wire);
      if (fits()) return;
      if (!now.clock.next()) break;
    }
    const refunds = ledger.openRefunds().map(({ state }) => state);
    throw new Error(`${what}: ${JSON.stringify({ refunds, defects: defects.map(String) })}`);
  }
  return {
    until,
    quiet: () => quiet(wire),
    async untilState(refundId, name) {
      await until(name, () => found(ledger, refundId).state.name === name);
      return found(ledger, refundId).state;
    },
    async restart(laterMs = 0) {
      await quiet(wire);
      now.clock = createHandClock(now.clock.nowMs() + laterMs);
      wire.fate = "through";
      now.till = openTill({ ...rooms, clock: now.clock });
    },
  };
}

function found(ledger: Ledger, refundId: string): RefundRecord {
  const record = ledger.refund(refundId);
  if (!record) throw new Error(`no refund ${refundId}`);
  return record;
}

async function quiet(wire: Wire): Promise<void> {
  let still = 0;
  while (still < 3) {
    await new Promise((resolve) => setImmediate(resolve));
    still = wire.underWay === 0 ? still + 1 : 0;
  }
}

function wholeRefund({ attemptId, amountMinor }: Paid): RefundAsk {
  const [refundId, approvalId] = [randomUUID(), randomUUID()];
  const none = { refundedBeforeMinor: 0, acceptElsewhere: false };
  return { refundId, attemptId, kind: "refund", amountMinor, ...none, approvalId };
}
