// `npm run bench`: every figure beside a floor that was measured in the same run. `-- scan` runs that row alone.
import { print, type Row } from "./figures.ts";
import { benchInFlight } from "./in-flight.ts";
import { benchMemory } from "./memory.ts";
import { benchScan } from "./scan.ts";
import { benchHid, benchSerial } from "./scanners.ts";
import { benchStart } from "./start.ts";

const ROWS: Readonly<Record<string, () => Promise<Row>>> = {
  start: benchStart,
  scan: benchScan,
  serial: benchSerial,
  hid: benchHid,
  memory: benchMemory,
  "in-flight": benchInFlight,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(ROWS, name));
if (unknown !== undefined) {
  console.error(`There is no row \`${unknown}\`: there are ${Object.keys(ROWS).join(", ")}.`);
  process.exitCode = 1;
} else {
  for (const [name, measure] of Object.entries(ROWS)) {
    if (wanted.length === 0 || wanted.includes(name)) print(await measure());
  }
}
