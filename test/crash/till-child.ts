// The till that is killed: `node till-child.ts ORDER`. The real one on a data folder; its bank answers in the process that
// started it. Ends in an orderly way when its standard input does, so that none outlives its prover.
import { writeSync } from "node:fs";
import { composeTerminal } from "#main/compose.ts";
import type { Simulator } from "#simulator/simulator.ts";
import type { Ledger, Payments } from "#till/ports.ts";
import type { Timings } from "#till/timings.ts";
import { QUICK } from "#test/support/desk.ts";
import { sitDown } from "./child-hands.ts";
import { flowOf } from "./flows.ts";
import { PLANTED } from "./plants.ts";
import { countingLedger } from "./seams.ts";
import { readOrder, type Line } from "./words.ts";

/** What would end by the clock has time on a busy machine, and looks for what is lost are few and far apart, so that the points
 *  of a flow are the same each time; a QR still ends soon enough for a proof. */
const TIMINGS = {
  ...QUICK,
  qrLifeMs: 8_000,
  qrCoveredAfterMs: 8_000,
  qrSendWithinMs: 4_000,
  codeStaleAfterMs: 4_000,
  scanAskAfterMs: 4_000,
  scanEndAfterMs: 8_000,
  lookUpAfterMs: 1_500,
  traceLooksMs: [50, 400, 1_800],
  traceLaterMs: 1_500,
  notFoundAfterMs: 700,
  notFoundLooks: 3,
  refundSendWithinMs: 60_000,
};
const order = readOrder(process.argv[2] ?? "");
const planted = order.plant === null ? null : PLANTED[order.plant];
/** Who performs asks when there is something to see. */
const POLLS = order.flow === null ? {} : { qrLookMs: 3_000, qrSlowestLookMs: 5_000, scanLookMs: 3_000 };
const timings = { ...TIMINGS, ...POLLS, ...order.timings } as Timings;
let chapter = "";
let heard = (): void => undefined;

/** At once: what is said is out before the process is killed. */
function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function reached(name: string): void {
  const point = chapter + name;
  say({ point });
  if (point === order.killAt) process.kill(process.pid, "SIGKILL");
}

async function tell(line: Line): Promise<void> {
  const answered = new Promise<void>((resolve) => (heard = resolve));
  say(line);
  await answered;
}

async function openChapter(name: string): Promise<void> {
  chapter = `${name}: `;
  await tell({ chapter });
}

const looks = new Map<string, PromiseWithResolvers<void>>();
function lookAt(chargeId: string): PromiseWithResolvers<void> {
  const look = looks.get(chargeId) ?? Promise.withResolvers<void>();
  looks.set(chargeId, look);
  return look;
}

/** Before the till itself has looked into its ledger. */
const ports: { ledger: Ledger | null; payments: Payments | null } = { ledger: null, payments: null };
function found(port: Partial<typeof ports>): void {
  Object.assign(ports, port);
  if (ports.ledger && ports.payments) planted?.start?.(ports.payments, ports.ledger);
}

function ledgerSeam(ledger: Ledger): Ledger {
  found({ ledger });
  return countingLedger(planted?.ledger?.(ledger, order.folder) ?? ledger, { say, reached });
}

function paymentsSeam(payments: Payments): Payments {
  found({ payments });
  return {
    ...payments,
    async read(chargeId) {
      const outcome = await payments.read(chargeId);
      lookAt(chargeId).resolve();
      return outcome;
    },
  };
}

process.stdin.on("data", () => heard());
const gone = new Promise((resolve) => process.stdin.once("end", resolve));
const terminal = await composeTerminal(
  { dataFolder: order.folder, hostName: "browser", keys: { publicKey: undefined, secretKey: undefined } },
  // The bank's hands are the prover's: only its address is known here.
  { simulator: { origin: order.origin } as Simulator, timings, ledgerSeam, paymentsSeam },
);
say({ came: "open" });
const looked = (chargeId: string): Promise<void> => lookAt(chargeId).promise;
const hands = sitDown(terminal, { say, tell, chapter: openChapter, looked });
if (order.flow !== null) {
  await Promise.race([gone, flowOf(order.flow).perform(hands)]);
  say({ came: "done" });
}
await gone;
await terminal.close();
process.exit(0);
