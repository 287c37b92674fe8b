// What runs in the guest: planted bugs first, then every phase with the product as it is, then the whole till. The last line
// is the count; the exit status says whether it is right.
import { openScanners } from "#devices/scanners.ts";
import { recognise } from "#till/recogniser/recognise.ts";
import { latencies } from "./latency.ts";
import * as phases from "./phases.ts";
import { PLANTS, preparePlants } from "./planted.ts";
import { openRig, type Rig } from "./rig.ts";
import { createTally, type Tally } from "./tally.ts";
import { tillPhase } from "./till.ts";
import { createVirtualScanner, type VirtualScanner } from "./virtual-scanner.ts";

/** Since Node began. */
const seconds = (): string => (performance.now() / 1000).toFixed(1);

/** A bug is caught where the phases that the product passes find something wrong. */
async function plantPhase(name: string, device: VirtualScanner, tally: Tally): Promise<void> {
  const found = createTally(() => undefined);
  const plant = PLANTS[name];
  if (plant === undefined) throw new Error(`there is no plant "${name}"`);
  const { openScanners: open } = await plant.open();
  const rig = await openRig(open, { patienceMs: 500 });
  await rig.ready();
  await phases.vectorsPhase({ rig, device, tally: found });
  if (found.wrongs.length === 0) await phases.halvesPhase({ rig, device, tally: found });
  await rig.close();
  if (found.wrongs.length === 0) return tally.wrong(`a scanner room that ${plant.does} is not noticed`);
  tally.count("planted");
  console.log(`caught: a scanner room that ${plant.does} (${found.wrongs[0]})`);
}

async function scannerPhases(rig: Rig, device: VirtualScanner, tally: Tally): Promise<string> {
  const stage = { rig, device, tally };
  await rig.ready();
  for (const phase of [
    phases.enumeratePhase,
    phases.vectorsPhase,
    phases.joinsPhase,
    phases.burstsPhase,
    phases.halvesPhase,
    phases.replugPhase,
    phases.deniedPhase,
    phases.shortPhase,
  ]) {
    await phase(stage);
    console.log(`${seconds()} s: ${phase.name}`);
  }
  await rig.settle("all scans", tally);
  await rig.close();
  return `exactly ${rig.scans.length} of ${rig.expected.length} scans, ${phases.memoryFact()}`;
}

async function main(): Promise<void> {
  const tally = createTally();
  console.log(`${seconds()} s: loaded`);
  const device = createVirtualScanner();
  await device.plug();
  preparePlants();
  for (const name of Object.keys(PLANTS)) await plantPhase(name, device, tally);
  console.log(`${seconds()} s: planted bugs`);
  const facts = await scannerPhases(await openRig(openScanners), device, tally);
  const { bare, ours } = await latencies(() => openRig(openScanners), device, recognise);
  console.log(`report to recognised code: ${ours}; a bare listener of node-hid: ${bare}`);
  await tillPhase(device, tally);
  console.log(`${seconds()} s: the till`);
  await device.quit();
  await phases.keyboardPhase((redirect) => openRig(openScanners, { redirect }), tally);
  console.log(`${seconds()} s: keyboards`);
  console.log(tally.close(facts));
  process.exitCode = tally.wrongs.length === 0 ? 0 : 1;
}

await main();
