// Run as a program: opens everything that a till can have, says what it found, closes, and must then end by itself.
import { openScanners } from "#devices/scanners.ts";
import { realClock } from "./real-clock.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const serial = process.argv.slice(2).map((path) => ({ path, baudRate: 9600 }));
const scanners = await openScanners({ clock: realClock, log: quiet, hid: true, serial, pretend: true });
process.stdout.write(JSON.stringify(scanners.list()));
await scanners.close();
