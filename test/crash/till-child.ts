// The till that is killed: `node till-child.ts ORDER`. The real one on a data folder; its bank answers in the process that
// started it. Ends in an orderly way when its standard input does, so that none outlives its prover.
import { writeSync } from "node:fs";
import { composeTerminal } from "#main/compose.ts";
import type { Simulator } from "#simulator/simulator.ts";
import type { Ledger } from "#till/ports.ts";
import { QUICK } from "#test/support/desk.ts";
import { sitDown } from "./child-hands.ts";
import { flowOf } from "./flows.ts";
import { countingLedger, plantedLedger } from "./seams.ts";
import { readOrder, type Line } from "./words.ts";

/** What would end by the clock has time on a busy machine, so that the points of a flow are the same each time; a QR still
 *  ends soon enough for a proof. */
const TIMINGS = {
  ...QUICK,
  qrLifeMs: 8_000,
  qrCoveredAfterMs: 8_000,
  qrSendWithinMs: 4_000,
  codeStaleAfterMs: 4_000,
  scanAskAfterMs: 4_000,
  scanEndAfterMs: 8_000,
  lookUpAfterMs: 1_500,
};
const order = readOrder(process.argv[2] ?? "");

/** At once: what is said is out before the process is killed. */
function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function reached(point: string): void {
  say({ point });
  if (point === order.killAt) process.kill(process.pid, "SIGKILL");
}

function ledgerSeam(ledger: Ledger): Ledger {
  const below = order.plant === null ? ledger : plantedLedger(ledger, order.plant, order.folder);
  return countingLedger(below, say, reached);
}

process.stdin.resume();
const gone = new Promise((resolve) => process.stdin.once("end", resolve));
const terminal = await composeTerminal(
  { dataFolder: order.folder, hostName: "browser", keys: { publicKey: undefined, secretKey: undefined } },
  // The bank's hands are the prover's: only its address is known here.
  { simulator: { origin: order.origin } as Simulator, timings: TIMINGS, ledgerSeam },
);
say({ came: "open" });
const hands = sitDown(terminal, say);
if (order.flow !== null) {
  await Promise.race([gone, flowOf(order.flow).perform(hands)]);
  say({ came: "done" });
}
await gone;
await terminal.close();
process.exit(0);
