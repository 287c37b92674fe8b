// From the report that the kernel gets to the code that is recognised, by the product and by a bare listener of node-hid.
import { devicesAsync, HIDAsync } from "node-hid";
import type { Scan } from "#contract/scan.ts";
import type { Rig } from "./rig.ts";
import { freshCode, reportsOf } from "./phases.ts";
import { until } from "./rig.ts";
import type { VirtualScanner } from "./virtual-scanner.ts";

const ROUNDS = 100;

type Recognise = (scan: Scan) => unknown;

export async function latencies(open: () => Promise<Rig>, device: VirtualScanner, recognise: Recognise) {
  const bare: number[] = [];
  const ours: number[] = [];
  for (let block = 0; block < 2; block += 1) {
    bare.push(...(await bareOnes(device)));
    ours.push(...(await oursOnes(await open(), device, recognise)));
  }
  return { bare: figures(bare), ours: figures(ours) };
}

async function bareOnes(device: VirtualScanner): Promise<readonly number[]> {
  const path = (await devicesAsync()).find(({ usagePage }) => usagePage === 0x8c)?.path;
  if (path === undefined) throw new Error("no scanner is plugged in");
  const handle = await HIDAsync.open(path);
  let atMs = 0;
  handle.on("error", () => undefined);
  handle.on("data", () => void (atMs = performance.now()));
  const took: number[] = [];
  await until(() => false, 50);
  for (let round = 0; round < ROUNDS; round += 1) {
    atMs = 0;
    const fromMs = performance.now();
    await device.sendAtOnce(reportsOf(freshCode()));
    if (await until(() => atMs > 0)) took.push(atMs - fromMs);
  }
  await handle.close();
  return took;
}

async function oursOnes(rig: Rig, device: VirtualScanner, recognise: Recognise) {
  const took: number[] = [];
  let atMs = 0;
  await rig.ready();
  rig.scanners.onScan((scan) => {
    recognise(scan);
    atMs = performance.now();
  });
  await until(() => false, 50);
  for (let round = 0; round < ROUNDS; round += 1) {
    atMs = 0;
    const fromMs = performance.now();
    await device.sendAtOnce(reportsOf(freshCode()));
    if (await until(() => atMs > 0)) took.push(atMs - fromMs);
  }
  await rig.close();
  return took;
}

function figures(took: readonly number[]): string {
  const sorted = took.toSorted((left, right) => left - right);
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms of ${sorted.length}`;
}
