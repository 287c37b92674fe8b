// HID POS scanners over a strict stand-in for node-hid: found, read, unplugged, found again, and all that may be missing.
import { deepStrictEqual } from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeHid, HONEYWELL, UNPLUG_TEXT, type FakeHid } from "./fake-hid.ts";
import { createManualClock, openStage, type ManualClock, type Stage } from "./stage.ts";
import { CODE, LAYOUT_A, LAYOUT_B, V1_MENU_ANSWER, V2_MENU_END, V3_TICKET } from "./vectors.ts";

const RESCAN_MS = 2500;
const PATH = HONEYWELL.path;
let hid: FakeHid;
let clock: ManualClock;
let stage: Stage;

async function open(): Promise<void> {
  stage = await openStage({ hid: true, hidLibrary: hid, clock });
}
const said = () => stage.said("hid");
const becomes = async (state: string) => await expect.poll(said).toBe(state);

beforeEach(() => {
  hid = createFakeHid();
  clock = createManualClock();
});
afterEach(async () => {
  await stage.scanners.close();
  const left = { violations: hid.violations, handles: hid.openHandles(), waits: clock.waits() };
  deepStrictEqual(left, { violations: [], handles: 0, waits: [] });
});

describe("a scanner that is plugged in", () => {
  it("is read at once, once, though the system lists it twice", async () => {
    const keyboard = { ...HONEYWELL, usagePage: 1, usage: 6, path: "/dev/hidraw8" };
    const cordlessBase = { ...HONEYWELL, usage: 4, path: "/dev/hidraw9" };
    hid.plug(keyboard, cordlessBase, HONEYWELL, HONEYWELL);
    await open();
    expect(hid.openHandles()).toBe(1);
    expect(stage.scanners.list()[0]).toEqual({
      id: "hid:0c2e:0b61:S1",
      kind: "hid",
      name: "Voyager 1602g",
      state: "ready",
      words: null,
      maker: null,
      note: "",
    });
    hid.send(PATH, LAYOUT_A);
    hid.send(PATH, LAYOUT_B);
    expect(stage.scans).toEqual([
      { text: CODE, aim: "]C0", kind: "hid", receivedAtMs: clock.nowMs() },
      { text: CODE, aim: null, kind: "hid", receivedAtMs: clock.nowMs() },
    ]);
  });

  it("is not looked for again while it works", async () => {
    hid.plug(HONEYWELL);
    await open();
    expect({ listings: hid.listings(), waits: clock.waits() }).toEqual({ listings: 1, waits: [] });
  });

  it("joins long codes and never offers answers to menu commands; the log says so without their content", async () => {
    hid.plug(HONEYWELL);
    await open();
    for (const report of [...V1_MENU_ANSWER, V2_MENU_END, ...V3_TICKET]) hid.send(PATH, report);
    expect(stage.texts().map((text) => text.length)).toEqual([60]);
    const refused = stage.logged.filter((line) => line.event === "scanner.not-a-scan").map((line) => line.facts);
    const fact = { scanner: "hid:0c2e:0b61:S1", reason: "menu-answer" };
    expect(refused).toEqual([fact, fact]);
  });
});

describe("unplugged and plugged in again", () => {
  for (const [kind, error] of [
    ["a string", UNPLUG_TEXT],
    ["an Error", new Error(UNPLUG_TEXT)],
  ] as const) {
    it(`tells it by ${kind}, closes, and comes back under another path`, async () => {
      hid.plug(HONEYWELL);
      await open();
      hid.unplug(PATH, error);
      expect(said()).toBe("absent: unplugged or switched off");
      await expect.poll(hid.openHandles).toBe(0);
      await expect.poll(clock.waits).toEqual([RESCAN_MS]);
      hid.plug({ ...HONEYWELL, path: "/dev/hidraw1" });
      clock.advance(RESCAN_MS);
      await becomes("ready");
      hid.send("/dev/hidraw1", LAYOUT_A);
      expect(stage.texts()).toEqual([CODE]);
    });
  }

  it("a half scan before the unplug is not glued to the next one", async () => {
    hid.plug(HONEYWELL);
    await open();
    hid.send(PATH, V3_TICKET[0] ?? LAYOUT_A);
    hid.unplug(PATH);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await becomes("ready");
    hid.send(PATH, LAYOUT_A);
    expect(stage.texts()).toEqual([CODE]);
  });

  it("keeps looking while it is away, one listing at a time", async () => {
    await open();
    expect(said()).toBe("absent: no HID POS scanner is plugged in");
    for (let turn = 1; turn <= 5; turn += 1) {
      await expect.poll(clock.waits).toEqual([RESCAN_MS]);
      clock.advance(RESCAN_MS);
      await expect.poll(hid.listings).toBe(turn + 1);
    }
  });

  it("one of two goes: the other still reads, and the lost one is looked for at a slower pace", async () => {
    const second = { ...HONEYWELL, path: "/dev/hidraw1", serialNumber: "S2" };
    hid.plug(HONEYWELL, second);
    await open();
    hid.unplug(PATH);
    hid.send(second.path, LAYOUT_A);
    expect(stage.texts()).toEqual([CODE]);
    await expect.poll(clock.waits).toEqual([10_000]);
    hid.plug(HONEYWELL, second);
    clock.advance(10_000);
    await expect.poll(() => stage.scanners.list().map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
  });
});

describe("never replayed", () => {
  it("neither a scan while nobody listens nor one while the handle is closed", async () => {
    hid.plug(HONEYWELL);
    await open();
    const late: string[] = [];
    hid.send(PATH, LAYOUT_A);
    stage.scanners.onScan((scan) => void late.push(scan.text));
    hid.unplug(PATH);
    hid.send(PATH, LAYOUT_A);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await becomes("ready");
    expect(late).toEqual([]);
    await stage.scanners.close();
    hid.send(PATH, LAYOUT_A);
    expect(stage.texts()).toEqual([CODE]);
    await open();
  });
});

describe("what may be missing", () => {
  it("a system library: says which package, and does not try for ever", async () => {
    const text = "libusb-1.0.so.0: cannot open shared object file: No such file or directory";
    hid.failListing(Object.assign(new Error(text), { code: "ERR_DLOPEN_FAILED" }));
    await open();
    expect(said()).toBe(
      "trouble: libusb-1.0.so.0 is missing: install the packages libusb-1.0-0 and libudev1, then start again",
    );
    expect(clock.waits()).toEqual([]);
  });

  it("a listing that fails now and then is only a note", async () => {
    hid.failListing(new Error("bus is odd"));
    await open();
    expect(said()).toBe("trouble: looking for scanners failed: bus is odd");
    hid.failListing(null);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await becomes("ready");
  });

  it("the permission: names the rule that gives it, and takes the scanner as soon as it may", async () => {
    hid.plug(HONEYWELL);
    hid.failOpening(new Error(`cannot open device with path ${PATH}: Permission denied`));
    await open();
    expect(said()).toBe(
      `trouble: no permission to open ${PATH}: install the udev rule 70-counterfoil-scanners.rules, then plug the scanner in again`,
    );
    hid.failOpening(null);
    clock.advance(RESCAN_MS);
    await becomes("ready");
  });

  it("the right mode of a known maker's scanner", async () => {
    hid.plug({ ...HONEYWELL, usagePage: 1, usage: 6 });
    await open();
    expect(said()).toMatch(/^absent: plugged in, but not in HID POS mode/);
    expect(stage.scanners.list()[0]?.name).toBe("Voyager 1602g");
  });

  it("a listener that throws is no unplug", async () => {
    hid.plug(HONEYWELL);
    await open();
    stage.scanners.onScan(() => {
      throw new Error("ours");
    });
    hid.send(PATH, LAYOUT_A);
    hid.send(PATH, LAYOUT_A);
    expect([said(), ...stage.texts()]).toEqual(["ready", CODE, CODE]);
    expect(stage.logged.filter((line) => line.level === "error")).toHaveLength(2);
  });
});

describe("closing", () => {
  it("right behind an unplug leaves nothing open and closes nothing twice", async () => {
    hid.plug(HONEYWELL);
    await open();
    hid.unplug(PATH);
    await stage.scanners.close();
    expect(stage.logged.map((line) => line.event)).toEqual(["hid.opened", "hid.lost"]);
  });
});
