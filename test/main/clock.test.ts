// The till's time under everything that can be done to a machine's clocks: set, slept, frozen, read askew.
import { uptime } from "node:os";
import { performance } from "node:perf_hooks";
import { afterEach, expect, test } from "vitest";
import { createClock, machineSources, type ClockSources } from "#main/clock.ts";

const START = Date.UTC(2026, 10, 20, 9);
const HOUR = 3_600_000;

type Machine = ClockSources & {
  /** The machine is awake for that long: both counters and the PC's clock go on, timers fire. */
  runs(ms: number): void;
  /** It sleeps: the counter stands still, the rest goes on, no timer fires. */
  sleeps(ms: number): void;
  /** Somebody sets the PC's clock. */
  clockIsSet(byMs: number): void;
};

/** @param countsSleep the counter goes on in sleep, as on Windows and macOS, and no uptime is told */
function createMachine({ countsSleep = false, tells = true } = {}): Machine {
  let steadyMs = 5_000.25;
  let sleptMs = 0;
  let setMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const trueMs = (): number => steadyMs + (countsSleep ? 0 : sleptMs);
  return {
    monotonicMs: () => steadyMs,
    // In steps of 10 ms, as Linux tells it.
    uptimeMs: () => (tells && !countsSleep ? Math.floor((90_000_000 + trueMs()) / 10) * 10 : null),
    wallMs: () => START + setMs + trueMs(),
    after(ms, run) {
      const timer = { atMs: steadyMs + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    runs(ms) {
      const untilMs = steadyMs + ms;
      for (;;) {
        const next = [...timers].toSorted((one, other) => one.atMs - other.atMs)[0];
        if (!next || next.atMs > untilMs) break;
        steadyMs = Math.max(steadyMs, next.atMs);
        timers.delete(next);
        next.run();
      }
      steadyMs = untilMs;
    },
    sleeps(ms) {
      sleptMs += ms;
      if (countsSleep) steadyMs += ms;
    },
    clockIsSet(byMs) {
      setMs += byMs;
    },
  };
}

const clockOf = (machine: Machine) => createClock(() => "TH", machine);

test("it begins as the PC's clock stands, and does not follow when that is set", () => {
  const machine = createMachine();
  const clock = clockOf(machine);
  const beganMs = clock.nowMs();
  expect(beganMs).toBe(Math.round(machine.wallMs()));
  for (const byMs of [25 * HOUR, -50 * HOUR]) {
    machine.clockIsSet(byMs);
    machine.runs(1_000);
  }
  expect(clock.nowMs() - beganMs).toBe(2_000);
  expect(clock.wallMs()).toBe(machine.wallMs());
});

test.each([
  ["the counter stands still in sleep (Linux)", {}],
  ["the counter counts sleep itself (Windows, macOS)", { countsSleep: true }],
])("time that the machine slept has passed: %s", (_what, system) => {
  const machine = createMachine(system);
  const clock = clockOf(machine);
  const beganMs = clock.nowMs();
  machine.runs(10_000);
  machine.sleeps(8 * HOUR);
  machine.runs(500);
  expect(Math.abs(clock.nowMs() - beganMs - 8 * HOUR - 10_500)).toBeLessThanOrEqual(10);
});

test("where no uptime is told, the counter alone serves", () => {
  const machine = createMachine({ tells: false });
  const clock = clockOf(machine);
  const beganMs = clock.nowMs();
  machine.sleeps(HOUR);
  machine.runs(1_000);
  expect(clock.nowMs() - beganMs).toBe(1_000);
});

test("it never runs backwards, and steps of the uptime are no sleep", () => {
  const machine = createMachine();
  const clock = clockOf(machine);
  const beganMs = clock.nowMs();
  let last = beganMs;
  for (let step = 0; step < 5_000; step += 1) {
    machine.runs(0.7 * step);
    const now = clock.nowMs();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
  expect(last - beganMs).toBe(Math.round(0.7 * ((4_999 * 5_000) / 2)));
});

test("two counters that drift apart never add up to a sleep", () => {
  const machine = createMachine();
  const startMs = machine.monotonicMs();
  // 200 parts in a million: 17 s in a day.
  const drifting = { ...machine, uptimeMs: () => 9_000 + machine.monotonicMs() * 1.0002 };
  const clock = createClock(() => "TH", drifting);
  const beganMs = clock.nowMs();
  for (let second = 0; second < 86_400; second += 60) {
    machine.runs(60_000);
    clock.nowMs();
  }
  expect(clock.nowMs() - beganMs).toBe(Math.round(machine.monotonicMs() - startMs));
});

test("a reading that was held up, one that fails and one that runs back are no sleep", () => {
  const machine = createMachine();
  const usual = () => machine.uptimeMs();
  const heldUp = (): number | null => {
    const read = machine.uptimeMs();
    machine.runs(20_000);
    return read;
  };
  const readings: (() => number | null)[] = [heldUp];
  const clock = createClock(() => "TH", { ...machine, uptimeMs: () => (readings.shift() ?? usual)() });
  const beganMs = clock.nowMs();
  expect(beganMs).toBe(Math.round(machine.wallMs()));
  readings.push(
    heldUp,
    () => null,
    () => 3,
  );
  for (let look = 0; look < 5; look += 1) {
    machine.runs(400);
    clock.nowMs();
  }
  expect(readings).toEqual([]);
  expect(clock.nowMs() - beganMs).toBe(22_000);
});

test("what fell due while the machine slept is called at once, the rest at its time", () => {
  const machine = createMachine();
  const clock = clockOf(machine);
  const called: string[] = [];
  clock.after(60_000, () => called.push("a minute"));
  clock.after(2 * HOUR, () => called.push("two hours"));
  const callOff = clock.after(60_000, () => called.push("called off"));
  clock.after(1_000, () => called.push("a second"));
  machine.runs(500);
  machine.sleeps(HOUR);
  callOff();
  machine.runs(500);
  expect(called).toEqual(["a second"]);
  clock.nowMs();
  machine.runs(1);
  expect(called).toEqual(["a second", "a minute"]);
  machine.runs(HOUR);
  expect(called).toEqual(["a second", "a minute", "two hours"]);
});

test.each([
  ["the counter stands still in sleep", {}],
  ["the counter counts sleep itself", { countsSleep: true }],
])("who asked is told of a sleep, with its length, and not of a busy second: %s", (_what, system) => {
  const machine = createMachine(system);
  const clock = clockOf(machine);
  const told: number[] = [];
  const end = clock.slept((forMs) => told.push(forMs));
  machine.runs(30_000);
  machine.sleeps(3_000);
  machine.runs(30_000);
  expect(told).toEqual([]);
  machine.sleeps(HOUR);
  machine.runs(2_000);
  expect(told.map((forMs) => Math.round(forMs / 10_000))).toEqual([360]);
  end();
  machine.sleeps(HOUR);
  machine.runs(30_000);
  expect(told).toHaveLength(1);
});

let callOff: (() => void) | null = null;
afterEach(() => callOff?.());

test("this machine's own sources: the counter goes on, timers fire, nothing is out by more than a second", async () => {
  const sources = machineSources();
  const clock = createClock(() => "SG", sources);
  expect(Math.abs(clock.nowMs() - Date.now())).toBeLessThan(1_000);
  expect(Math.abs(clock.wallMs() - Date.now())).toBeLessThan(1_000);
  expect(clock.zone()).toBe("Asia/Singapore");
  const beganMs = performance.now();
  await new Promise<void>((resolve) => {
    callOff = clock.after(20, resolve);
  });
  expect(performance.now() - beganMs).toBeGreaterThan(18);
  const uptimeMs = sources.uptimeMs();
  if (uptimeMs !== null) expect(Math.abs(uptimeMs - uptime() * 1000)).toBeLessThan(1_000);
});

test("a shop's day has its own first and last moment", () => {
  const clock = clockOf(createMachine());
  expect(clock.dayAt(Date.UTC(2026, 10, 20, 17))).toEqual({
    day: "2026-11-21",
    fromMs: Date.UTC(2026, 10, 20, 17),
    toMs: Date.UTC(2026, 10, 21, 17),
  });
});
