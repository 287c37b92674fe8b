// Sets up what the suites share: a fresh stand-in for every test, a till that only notes what it hears, waiting by hand, and a page
// joined to the main process by the real preload.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Display } from "electron";
import { onTestFinished, vi } from "vitest";
import type { Pipe } from "#bridge/pipe.ts";
import type { Role } from "#contract/words.ts";
import type { HostParts } from "#main/electron/host.ts";
import type { Waits } from "#main/electron/screen-window.ts";
import type { OpenTerminal, Terminal } from "#main/terminal.ts";
import type { LetterSlot } from "#preload/index.ts";
import type { bench as standInBench } from "./stand-in.ts";
import type { StandInContents } from "./stand-in-window.ts";

export type Bench = typeof standInBench;

/** A new `electron`; modules imported after this call use it. */
export async function freshElectron(): Promise<Bench> {
  vi.resetModules();
  const { bench } = await import("./stand-in.ts");
  return bench;
}

export function display(id: number, x: number, { width = 1920, height = 1080, label = "" } = {}): Display {
  const bounds = { x, y: 0, width, height };
  return { id, label, bounds, size: { width, height }, scaleFactor: 1 } as Display;
}

export const LEFT = display(1, 0, { width: 1024, height: 768, label: "Till" });
export const RIGHT = display(2, 1024, { label: "Guest" });

/** Waiting that passes only when the test says so. */
function handWaits() {
  const waiting = new Set<{ ms: number; run: () => void; again: boolean }>();
  const add = (ms: number, run: () => void, again: boolean) => {
    const one = { ms, run, again };
    waiting.add(one);
    return () => void waiting.delete(one);
  };
  return {
    waits: {
      after: (ms, run) => add(ms, run, false),
      every: (ms, run) => add(ms, run, true),
    } satisfies Waits,
    waitingMs: () => [...waiting].map(({ ms }) => ms).toSorted((a, b) => a - b),
    /** Everything that waits for up to so long has its turn. */
    pass(ms: number) {
      const due = [...waiting].filter((one) => one.ms <= ms);
      for (const one of due) {
        if (!one.again) waiting.delete(one);
        one.run();
      }
    },
  };
}

export type Talk = { readonly role: Role; readonly pipe: Pipe; readonly heard: string[]; readonly closed: string[] };

/** A till that notes every conversation. */
export function noteTaker() {
  const talks: Talk[] = [];
  const reports: string[][] = [];
  const state = { closes: 0, leave: (): void => {}, closing: Promise.resolve() };
  const terminal: Terminal = {
    mode: "training",
    shopName: "Shop",
    serve(pipe, role) {
      const talk: Talk = { role, pipe, heard: [], closed: [] };
      pipe.onText((text) => talk.heard.push(text));
      pipe.onClose((reason) => talk.closed.push(reason));
      talks.push(talk);
    },
    onLeave: (listener) => void (state.leave = listener),
    displaysAre: (displays) => void reports.push(displays.map(({ name, role }) => `${role}: ${name}`)),
    async close() {
      state.closes += 1;
      await state.closing;
    },
  };
  return { terminal, talks, reports, state };
}

export type Noted = { readonly event: string; readonly facts: Readonly<Record<string, unknown>> };

function noteLog() {
  const noted: Noted[] = [];
  return { noted, log: (event: string, facts = {}) => void noted.push({ event, facts }) };
}

/** The whole host on two monitors, until it is open or has refused. */
export async function startHost(
  change: Partial<HostParts> & { before?: (bench: Bench) => void; open?: OpenTerminal } = {},
) {
  const { before = () => {}, open, ...parts } = change;
  const bench = await freshElectron();
  const home = mkdtempSync(join(tmpdir(), "counterfoil-electron-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  bench.state.paths["appData"] = home;
  bench.state.appPath = join(home, "app");
  bench.displaysAre([LEFT, RIGHT]);
  before(bench);
  const till = noteTaker();
  const { noted, log } = noteLog();
  const clock = handWaits();
  const said: string[] = [];
  const { runHost } = await import("#main/electron/host.ts");
  const running = runHost({
    options: { kind: "start", host: "electron", dataFolder: join(home, "data") },
    openTerminal: open ?? (async () => till.terminal),
    keys: { publicKey: undefined, secretKey: undefined },
    waits: clock.waits,
    log,
    print: (text) => void said.push(text),
    refuse: async (sentence) => void said.push(sentence),
    ...parts,
  });
  bench.becomeReady();
  await running;
  return { bench, till, noted, clock, said, home };
}

/** Loads the real preload for a window's page and joins the two by their messages, as processes are. */
export async function openPage(main: Bench, contents: StandInContents): Promise<{ slot: LetterSlot; page: Bench }> {
  const page = await freshElectron();
  await import("#preload/index.ts");
  page.state.outgoing = (_channel, facts) => main.say(contents, structuredClone(facts));
  contents.carryTo((channel, facts) => void page.hear(channel, structuredClone(facts)));
  return { slot: page.state.exposed["counterfoilPipe"] as LetterSlot, page };
}
