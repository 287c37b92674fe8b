// The till's time: the PC's clock at the start and the machine's steady counter from then on, with the time that it slept.
// It never runs backwards and never follows what is done to the PC's clock.
import { platform, uptime } from "node:os";
import { performance } from "node:perf_hooks";
import type { Clock } from "#till/ports.ts";
import type { Country } from "#contract/words.ts";

/** What a clock is made of. A test brings its own. */
export type ClockSources = {
  /** Never runs backwards; may stand still while the machine sleeps. */
  monotonicMs(): number;
  /** Since the machine's start with its sleep; null where it is not told, or where `monotonicMs` counts sleep by itself. */
  uptimeMs(): number | null;
  /** The PC's own clock. */
  wallMs(): number;
  /** Calls back after that much of `monotonicMs`; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
};

const ZONES: Readonly<Record<Country, string>> = { TH: "Asia/Bangkok", SG: "Asia/Singapore", MY: "Asia/Kuala_Lumpur" };
const DAY_MS = 86_400_000;
const LONGEST_TIMER_MS = 2_147_483_647;
/** A look at the uptime costs a few microseconds, a look at the counter a hundredth of that. */
const CONSULT_EVERY_MS = 250;
/** The uptime has steps of 10 ms; less than this is no sleep. */
const SLEEP_FROM_MS = 1_000;
const BEAT_MS = 1_000;
const STOOD_STILL_MS = 5_000;

/** @param country of the shop; asked each time, because it comes from the account */
export function createClock(country: () => Country, sources: ClockSources = machineSources()): Clock {
  return {
    ...createSteadyTime(sources),
    wallMs: sources.wallMs,
    zone: () => ZONES[country()],
    dayAt(atMs) {
      const offsetMs = zoneOffsetMs(ZONES[country()], atMs);
      const fromMs = Math.floor((atMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
      return { day: new Date(fromMs + offsetMs).toISOString().slice(0, 10), fromMs, toMs: fromMs + DAY_MS };
    },
  };
}

/**
 * On Linux the counter (CLOCK_MONOTONIC) stands still in suspend and the uptime (/proc/uptime, boot time) goes on. Windows'
 * counter and that of macOS count sleep themselves; there the uptime would add nothing, and that of macOS is reckoned from
 * the PC's clock. Source: libuv 1.52, `uv__hrtime` and `uv_uptime` of the three.
 */
export function machineSources(): ClockSources {
  return {
    monotonicMs: () => performance.now(),
    uptimeMs: platform() === "linux" ? uptimeOrNull : () => null,
    wallMs: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** A sandbox may keep the uptime from us: the counter alone then serves. */
function uptimeOrNull(): number | null {
  try {
    return uptime() * 1000;
  } catch {
    return null;
  }
}

type Wait = { readonly dueMs: number; readonly run: () => void; callOff: () => void };

function createSteadyTime(sources: ClockSources): Pick<Clock, "nowMs" | "after" | "slept"> {
  const startMs = sources.wallMs() - sources.monotonicMs();
  const waits = new Set<Wait>();
  const sleptMs = createSleepCount(sources, () => {
    // The timers slept too: what fell due meanwhile is due now.
    for (const wait of waits) arm(wait, Math.max(0, wait.dueMs - nowMs()));
  });

  function nowMs(): number {
    const monotonicMs = sources.monotonicMs();
    return Math.round(startMs + monotonicMs + sleptMs(monotonicMs));
  }

  function arm(wait: Wait, ms: number): void {
    wait.callOff();
    wait.callOff = sources.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      waits.delete(wait);
      wait.run();
    });
  }

  return {
    nowMs,
    after(ms, run) {
      const wait: Wait = { dueMs: nowMs() + ms, run, callOff: () => undefined };
      waits.add(wait);
      arm(wait, ms);
      return () => {
        waits.delete(wait);
        wait.callOff();
      };
    },
    slept: (listener) => beat({ nowMs, sources }, listener),
  };
}

/**
 * How long the machine slept so far. Only growth between two looks at the uptime counts, so that two counters which drift
 * apart never add up to a sleep.
 */
function createSleepCount(sources: ClockSources, noticed: () => void): (monotonicMs: number) => number {
  let consultedMs = sources.monotonicMs();
  let leadMs = leadOf(sources);
  let sleptMs = 0;
  return (monotonicMs) => {
    if (monotonicMs - consultedMs < CONSULT_EVERY_MS) return sleptMs;
    consultedMs = monotonicMs;
    const lead = leadOf(sources);
    if (lead === null) return sleptMs;
    const grownMs = leadMs === null ? 0 : lead - leadMs;
    leadMs = Math.max(lead, leadMs ?? lead);
    if (grownMs > SLEEP_FROM_MS) {
      sleptMs += grownMs;
      noticed();
    }
    return sleptMs;
  };
}

/** How far the uptime is ahead of the counter; null where it is not told, or where the reading was held up and is too low. */
function leadOf(sources: ClockSources): number | null {
  const fromMs = sources.monotonicMs();
  const uptimeMs = sources.uptimeMs();
  const toMs = sources.monotonicMs();
  return uptimeMs === null || toMs - fromMs > CONSULT_EVERY_MS ? null : uptimeMs - toMs;
}

/** A beat that comes seconds late tells of a sleep on every system, and of a process that was stopped. */
function beat(
  time: { readonly nowMs: () => number; readonly sources: ClockSources },
  listener: (forMs: number) => void,
): () => void {
  let callOff = (): void => undefined;
  const plan = (lastMs: number): void => {
    callOff = time.sources.after(BEAT_MS, () => {
      const nowMs = time.nowMs();
      plan(nowMs);
      const lateMs = nowMs - lastMs - BEAT_MS;
      if (lateMs >= STOOD_STILL_MS) listener(lateMs);
    });
  };
  plan(time.nowMs());
  return () => callOff();
}

/** None of the three zones has summer time, so a day has 24 hours and one offset. */
function zoneOffsetMs(timeZone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(atMs);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name);
  if (!match) throw new Error(`no offset known for ${timeZone}`);
  const [, sign = "+", hours = "0", minutes = "0"] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
