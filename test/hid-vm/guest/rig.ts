// The product's scanner set beside virtual devices: what is sent, what must come of it, and what came.
import { setTimeout as wait } from "node:timers/promises";
import type { Scan } from "#contract/scan.ts";
import type { ScannerView } from "#contract/scanners.ts";
import type { Heard } from "#devices/driver.ts";
import type { openScanners, OpenedScanners } from "#devices/scanners.ts";
import type { Log } from "#till/ports.ts";
import type { Tally } from "./tally.ts";
import type { VirtualScanner } from "./virtual-scanner.ts";

/** The pauses between looks at the bus, shortened: 60 of them would be all that is waited for. */
const RESCANS_MS: ReadonlySet<number> = new Set([2_500, 10_000]);
const SOON_MS = 30;
const PATIENCE_MS = 15_000;
/** The guest's processor is software on a busy machine and may stand still in the middle of a scan: its time goes slower. */
const SLOWER = 10;

export type Rig = {
  readonly scanners: OpenedScanners;
  readonly heard: readonly Heard[];
  readonly scans: readonly Scan[];
  /** The texts that must come, in order. */
  readonly expected: readonly string[];
  /** Sends and waits until what must come of it has come. */
  send(device: VirtualScanner, reports: readonly Uint8Array[], expected: readonly string[]): Promise<void>;
  /** Time passes on the scanners' clock. */
  pass(ms: number): void;
  /** What is sent without waiting, but must come. */
  expect(texts: readonly string[]): void;
  /** Waits until as much has come as was sent, and compares. */
  settle(name: string, tally: Tally): Promise<void>;
  ready(): Promise<void>;
  /** How the first HID line stands. */
  readonly said: () => Pick<ScannerView, "state" | "words"> | null;
  close(): Promise<void>;
};

export function sooner<Clock extends { after(ms: number, run: () => void): () => void }>(clock: Clock): Clock {
  return { ...clock, after: (ms, run) => clock.after(RESCANS_MS.has(ms) ? SOON_MS : ms, run) };
}

export type RigOptions = { readonly redirect?: boolean; readonly patienceMs?: number };

/** @param open the product's, or one with a planted bug */
export async function openRig(open: typeof openScanners, options: RigOptions = {}): Promise<Rig> {
  const { redirect: honeywellRedirect = false, patienceMs = PATIENCE_MS } = options;
  let passedMs = 0;
  const clock = sooner({
    nowMs: () => Math.round(performance.timeOrigin + performance.now() / SLOWER + passedMs),
    after(ms: number, run: () => void) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const error: Log["error"] = (event, facts) => console.log(`LOG ${event} ${JSON.stringify(facts)}`);
  const log: Log = { info: () => undefined, warn: () => undefined, error };
  const scanners = await open({ clock, log, hid: true, serial: [], pretend: false, honeywellRedirect });
  const heard: Heard[] = [];
  const scans: Scan[] = [];
  const expected: string[] = [];
  scanners.onHeard((one) => void heard.push(one));
  scanners.onScan((scan) => void scans.push(scan));
  const said = () => {
    const view = scanners.list().find(({ kind }) => kind === "hid");
    return view === undefined ? null : { state: view.state, words: view.words };
  };
  return {
    scanners,
    heard,
    scans,
    expected,
    said,
    async send(device, reports, texts) {
      expected.push(...texts);
      await device.sendAtOnce(reports);
      await until(() => scans.length >= expected.length, patienceMs);
    },
    pass: (ms) => void (passedMs += ms),
    expect: (texts) => void expected.push(...texts),
    async settle(name, tally) {
      await until(() => scans.length >= expected.length, patienceMs);
      tally.same(
        name,
        scans.map(({ text }) => text),
        expected,
      );
    },
    ready: async () => void (await until(() => said()?.state === "ready")),
    close: async () => await scanners.close(),
  };
}

/** Waits for a condition. @returns whether it came */
export async function until(fits: () => boolean, patienceMs = PATIENCE_MS): Promise<boolean> {
  const endMs = performance.now() + patienceMs;
  while (!fits() && performance.now() < endMs) await wait(2);
  return fits();
}
