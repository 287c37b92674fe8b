// HID POS scanners over a strict stand-in for node-hid: found, read, unplugged, found again, and all that may be missing.
import { deepStrictEqual } from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeHid, HONEYWELL, UNPLUG_TEXT, type FakeHid } from "./fake-hid.ts";
import { createManualClock, openStage, type ManualClock, type Stage } from "./stage.ts";
import { CODE, LAYOUT_A, LAYOUT_B, V1_MENU_ANSWER, V2_MENU_END, V3_TICKET } from "./vectors.ts";

const RESCAN_MS = 2500;
const PATH = HONEYWELL.path;
const LINE = { id: "hid", kind: "hid", name: "HID POS", state: "absent", words: null, maker: null, note: "" };
const READY = { ...LINE, id: "hid:0c2e:0b61:S1", name: "Voyager 1602g", state: "ready" };
let hid: FakeHid;
let clock: ManualClock;
let stage: Stage;

async function open(): Promise<void> {
  stage = await openStage({ hid: true, hidLibrary: hid, clock });
}
/** State and words of the first HID line: "ready", "absent: unplugged". */
const said = (): string => {
  const { state, words } = stage.scanners.list()[0] ?? { state: "not listed", words: null };
  return words === null ? state : `${state}: ${words}`;
};
const shown = () => stage.scanners.list().filter(({ kind }) => kind === "hid");
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
    const keyboard = { ...HONEYWELL, vendorId: 0x046d, usagePage: 1, usage: 6, path: "/dev/hidraw8" };
    const cordlessBase = { ...HONEYWELL, usage: 4, path: "/dev/hidraw9" };
    hid.plug(keyboard, cordlessBase, HONEYWELL, HONEYWELL);
    await open();
    expect(hid.openHandles()).toBe(1);
    expect(shown()).toEqual([READY]);
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
      expect(said()).toBe("absent: unplugged");
      await expect.poll(hid.openHandles).toBe(0);
      await expect.poll(clock.waits).toEqual([RESCAN_MS]);
      hid.plug({ ...HONEYWELL, path: "/dev/hidraw1" });
      clock.advance(RESCAN_MS);
      await becomes("ready");
      hid.send("/dev/hidraw1", LAYOUT_A);
      expect(stage.texts()).toEqual([CODE]);
    });
  }

  it("what a lost handle still had is no scan", async () => {
    hid.plug(HONEYWELL);
    await open();
    hid.unplug(PATH);
    hid.sendLate(PATH, LAYOUT_A);
    expect(stage.texts()).toEqual([]);
  });

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
});

describe("while one is away", () => {
  it("both of two, and the second comes back later: it is found, and a lost one is given up after ten minutes", async () => {
    const second = { ...HONEYWELL, path: "/dev/hidraw1", serialNumber: "S2" };
    hid.plug(HONEYWELL, second);
    await open();
    hid.unplug(PATH);
    hid.unplug(second.path);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await becomes("ready");
    expect(shown().map(({ words }) => words)).toEqual([null, "unplugged"]);
    await expect.poll(clock.waits).toEqual([10_000]);
    hid.plug(HONEYWELL, second);
    clock.advance(10_000);
    await expect.poll(() => shown().map(({ words }) => words)).toEqual([null, null]);
    hid.unplug(second.path);
    await expect.poll(clock.waits).toEqual([10_000]);
    clock.advance(10 * 60_000 + 1);
    await expect.poll(shown).toEqual([READY]);
  });

  it("the only one is not given up", async () => {
    hid.plug(HONEYWELL);
    await open();
    hid.unplug(PATH);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    clock.advance(60 * 60_000);
    await expect.poll(hid.listings).toBe(2);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    expect(said()).toBe("absent: unplugged");
  });

  it("keeps looking while it is away, one listing at a time", async () => {
    await open();
    expect(said()).toBe("absent: none");
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
  it("a system library: the system's words say which, and it is not tried for ever", async () => {
    const text = "libusb-1.0.so.0: cannot open shared object file: No such file or directory";
    hid.failListing(Object.assign(new Error(text), { code: "ERR_DLOPEN_FAILED" }));
    await open();
    expect(shown()).toEqual([{ ...LINE, state: "trouble", words: "library-missing", note: text }]);
    expect(clock.waits()).toEqual([]);
  });

  it("a listing that fails now and then is only a note, told once", async () => {
    hid.failListing(new Error("bus is odd"));
    await open();
    expect(shown()).toEqual([{ ...LINE, state: "trouble", words: "not-opened", note: "bus is odd" }]);
    clock.advance(RESCAN_MS);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    expect(stage.logged.map((line) => line.event)).toEqual(["hid.unavailable"]);
    hid.failListing(null);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await becomes("ready");
  });

  it.each([
    ["no-permission-hid", `cannot open device with path ${PATH}: Permission denied`],
    ["not-opened", "device or resource busy"],
  ])("%s: is told once, and the scanner is taken as soon as it may be", async (words, text) => {
    hid.plug(HONEYWELL);
    hid.failOpening(new Error(text));
    await open();
    expect(shown()).toEqual([{ ...READY, state: "trouble", words, note: text }]);
    clock.advance(RESCAN_MS);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    expect(stage.logged.map((line) => line.event)).toEqual(["hid.not-opened"]);
    hid.failOpening(null);
    clock.advance(RESCAN_MS);
    await becomes("ready");
  });

  it("a scanner that would not open and is gone is no trouble any more", async () => {
    hid.plug(HONEYWELL);
    hid.failOpening(new Error("busy"));
    await open();
    hid.plug();
    clock.advance(RESCAN_MS);
    await becomes("absent: none");
    expect(hid.openHandles()).toBe(0);
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
