// The traps of node-hid around closing: a handle closed in the tick of its listener, twice, never, or beside another one. And that
// the stand-in for it would notice.
import { describe, expect, it } from "vitest";
import { openHidScanners } from "#devices/hid.ts";
import { createFakeHid, HONEYWELL } from "./fake-hid.ts";
import { createManualClock, openStage } from "./stage.ts";

const PATH = HONEYWELL.path;

describe("closing", () => {
  it("right behind an unplug leaves nothing open and closes nothing twice", async () => {
    const hid = createFakeHid();
    const clock = createManualClock();
    hid.plug(HONEYWELL);
    const stage = await openStage({ hid: true, hidLibrary: hid, clock });
    hid.unplug(PATH);
    await stage.scanners.close();
    expect({ violations: hid.violations, handles: hid.openHandles(), waits: clock.waits() }).toEqual({
      violations: [],
      handles: 0,
      waits: [],
    });
    expect(stage.logged.map((line) => line.event)).toEqual(["hid.opened", "hid.lost"]);
  });

  it("comes once, where the loss is told twice", async () => {
    const hid = createFakeHid();
    const clock = createManualClock();
    hid.plug(HONEYWELL);
    const stage = await openStage({ hid: true, hidLibrary: hid, clock });
    hid.unplug(PATH);
    hid.unplug(PATH);
    await stage.scanners.close();
    expect(stage.logged.map((line) => line.event)).toEqual(["hid.opened", "hid.lost"]);
  });

  it("in the middle of the first look leaves nothing open either, whatever is reached by then", async () => {
    for (let turns = 0; turns < 8; turns += 1) {
      const nothing = (): void => undefined;
      const log = { info: nothing, warn: nothing, error: nothing };
      const library = createFakeHid();
      const clock = createManualClock();
      library.plug(HONEYWELL);
      const driver = openHidScanners({ clock, log, deliver: nothing, heard: nothing, changed: nothing }, { library });
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await driver.close();
      expect({ turns, left: library.openHandles(), violations: library.violations }).toEqual({
        turns,
        left: 0,
        violations: [],
      });
    }
  });
});

describe("the stand-in", () => {
  it("notes everything that ends the process with node-hid, and what loses a scanner", async () => {
    const strict = createFakeHid();
    strict.plug(HONEYWELL);
    const handle = await strict.open(PATH);
    handle.onData(() => undefined);
    handle.onData(() => undefined);
    await handle.close();
    await new Promise((resolve) => setImmediate(resolve));
    const second = await strict.open(PATH);
    await strict.open(PATH);
    strict.unplug(PATH);
    await Promise.all([strict.devicesAsync(), strict.devicesAsync()]);
    await second.close();
    await expect(second.close()).rejects.toThrow("already closed");
    const trap = "device has been closed: closed in the tick of its data listener";
    expect(strict.violations).toEqual([
      "read is already running: a second data listener",
      trap,
      trap,
      "opened again before it was closed",
      "error without a listener",
      "error without a listener",
      "two listings overlap",
    ]);
  });
});
