// One run's world: a pretend bank, the wire, and one till after another on the same past. It knows when nothing moves any more;
// only then its time goes on.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { trainingKeys } from "#main/bank-side.ts";
import { openSettings } from "#main/settings-file.ts";
import { openSimulator, type Simulator } from "#simulator/simulator.ts";
import type { Ledger } from "#till/ports.ts";
import { watched } from "./dead-before-next.ts";
import { openEyes, type Eyes } from "./eyes.ts";
import { leftBehind, openLife, type Life, type Plant } from "./life.ts";
import { employ } from "./manager.ts";
import { createNotes, type Notes } from "./notes.ts";
import { clearPlace, makePlace } from "./place.ts";
import { createStir, untilQuiet } from "./quiet.ts";
import { createTime, type WorldTime } from "./time.ts";
import { openWire, type Wire } from "./wire.ts";

/** What is the same through a whole run. */
export type Weather = {
  /** How wrong the PC's clock is. */
  readonly skewMs: number;
  readonly timeOutAs: "expired" | "failed";
  readonly trueMoneyMayExpire: boolean;
  /** How long a refund stays on its way at the bank. */
  readonly refundDelayMs: number;
  /** A page of the customer watches too, and every view is held against its schema. */
  readonly watchedClosely: boolean;
};

export type World = {
  readonly time: WorldTime;
  readonly simulator: Simulator;
  readonly wire: Wire;
  readonly eyes: Eyes;
  readonly notes: Notes;
  /** Attempts whose QR somebody could scan. */
  readonly shown: ReadonlySet<string>;
  /** Sales of which a manager took the risk of a second attempt. */
  readonly overridden: Set<string>;
  /** The codes that the scanner has read, newest last. */
  readonly codes: string[];
  life(): Life;
  /** Every folder in which a till has lived. */
  folders(): readonly string[];
  quiet(): Promise<void>;
  pass(ms: number): Promise<void>;
  sleep(ms: number): Promise<void>;
  /** Ends the till and starts it again on what it leaves. */
  restart(how: "orderly" | "dropped", clockMovesMs: number): Promise<void>;
  close(): Promise<void>;
};

/** The pool's own grace when a till closes in an orderly way. */
const CLOSE_GRACE_MS = 2_000;

export async function openWorld(weather: Weather, plant: Plant): Promise<World> {
  const root = makePlace();
  const time = createTime();
  const notes = createNotes();
  const shown = new Set<string>();
  const overridden = new Set<string>();
  const stir = createStir();
  const folders = [join(root, "1")];
  mkdirSync(join(root, "1"), { mode: 0o700 });
  const simulator = await openBank(join(root, "1"), time, weather);
  await employ(join(root, "1"));
  const eyes = openEyes({ books: () => simulator.bank.books(), shown, notes });
  const wire = await openWire({
    bankOrigin: simulator.origin,
    time,
    life: () => folders.length,
    stirred: stir.now,
  });
  const watchLedger = (ledger: Ledger): Ledger => watched(ledger, { simulator, shown, overridden, notes });
  let { skewMs } = weather;
  const closely = { customerWatches: weather.watchedClosely, checksViews: weather.watchedClosely };
  const place = { origin: wire.origin, time, eyes, plant, watchLedger, stirred: stir.now, ...closely };
  const ghosts: Promise<unknown>[] = [];
  const isBusy = (): boolean => wire.busy() > 0;
  const waits = (): boolean => life.calls() > wire.resting();
  let life = await openLife({ ...place, skewMs, folder: join(root, "1") });

  const quiet = (): Promise<void> => untilQuiet(stir, { rests: () => wire.resting() > 0, isBusy, waits });

  async function restart(how: "orderly" | "dropped", clockMovesMs: number): Promise<void> {
    skewMs += clockMovesMs;
    const before = life;
    if (how === "dropped") {
      notes.tally.drops += 1;
      const next = join(root, String(folders.length + 1));
      leftBehind(before.folder, next);
      before.end();
      folders.push(next);
      wire.resetAll();
      ghosts.push(before.close());
    } else {
      notes.tally.restarts += 1;
      await closeOrderly({ life: before, time, wire, quiet });
      folders.push(before.folder);
    }
    life = await openLife({ ...place, skewMs, folder: folders.at(-1) ?? before.folder });
    await quiet();
  }

  const world: World = {
    time,
    simulator,
    wire,
    eyes,
    notes,
    shown,
    overridden,
    codes: [],
    life: () => life,
    folders: () => [...new Set(folders)],
    quiet,
    pass: (ms) => time.pass(ms, quiet),
    sleep: (ms) => time.sleep(ms, quiet),
    restart,
    async close() {
      life.end();
      wire.resetAll();
      await wire.close();
      await Promise.all([life.close(), ...ghosts]);
      await simulator.close();
      clearPlace(root);
    },
  };
  await quiet();
  return world;
}

async function openBank(folder: string, time: WorldTime, weather: Weather): Promise<Simulator> {
  const settings = openSettings(folder);
  settings.write({ scanners: { hid: false, serial: [] } });
  const keys = trainingKeys(settings.read().tillId);
  const { timeOutAs, trueMoneyMayExpire, refundDelayMs } = weather;
  const simulator = await openSimulator({ ...keys, country: "TH", nowMs: time.nowMs, trueMoneyMayExpire });
  simulator.bank.turn({ timeOutAs, refundDelayMs });
  return simulator;
}

type Closing = {
  readonly life: Life;
  readonly time: WorldTime;
  readonly wire: Wire;
  readonly quiet: () => Promise<void>;
};

/** What is under way has its grace in the world's time and is then lost. */
async function closeOrderly({ life, time, wire, quiet }: Closing): Promise<void> {
  const closed = life.close();
  if (life.calls() > 0) {
    await time.pass(CLOSE_GRACE_MS, quiet);
    if (life.calls() > 0) wire.resetAll();
  }
  await closed;
  life.end();
}
