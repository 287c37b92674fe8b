// Run as a program: opens everything that a till can have, says what it found, closes, and must then end by itself.
import { setTimeout as wait } from "node:timers/promises";
import { serialPlaceSchema } from "#contract/scanners.ts";
import { openScanners } from "#devices/scanners.ts";
import { realClock } from "./real-clock.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const serial = process.argv.slice(2).map((path) => serialPlaceSchema.parse({ path }));
const scanners = await openScanners({ clock: realClock, log: quiet, hid: true, serial, pretend: true });
// A busy machine takes its time to look at a port.
while (scanners.list().some(({ words }) => words === "looking")) await wait(20);
process.stdout.write(JSON.stringify(scanners.list()));
await scanners.close();
