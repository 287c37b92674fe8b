// Scanners that are there and in another mode: known makers' keyboards, units with a keyboard beside their HID POS interface,
// and handles that cannot be read.
import { deepStrictEqual } from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeHid, HONEYWELL, type FakeHid } from "./fake-hid.ts";
import { createManualClock, openStage, type ManualClock, type Stage } from "./stage.ts";
import { CODE, LAYOUT_A } from "./vectors.ts";

const RESCAN_MS = 2500;
const PATH = HONEYWELL.path;
const KEYBOARD = { ...HONEYWELL, usagePage: 1, usage: 6, path: "/dev/hidraw7" };
const ID = "hid:0c2e:0b61:S1";
const READY = { id: ID, kind: "hid", name: "Voyager 1602g", state: "ready", words: null, maker: null, note: "" };
const TYPING = { ...READY, state: "absent", words: "keyboard-mode", maker: "honeywell" };
let hid: FakeHid;
let clock: ManualClock;
let stage: Stage;

async function open(honeywellRedirect = false): Promise<void> {
  stage = await openStage({ hid: true, hidLibrary: hid, clock, honeywellRedirect });
}
const shown = () => stage.scanners.list().filter(({ kind }) => kind === "hid");
const events = () => stage.logged.map((line) => line.event);

beforeEach(() => {
  hid = createFakeHid();
  clock = createManualClock();
});
afterEach(async () => {
  await stage.scanners.close();
  const left = { violations: hid.violations, handles: hid.openHandles(), waits: clock.waits() };
  deepStrictEqual(left, { violations: [], handles: 0, waits: [] });
});

describe("a known maker's device that is no HID POS scanner", () => {
  it.each([
    [0x0c2e, "honeywell", "Honeywell"],
    [0x23d0, "youjie", "Youjie"],
    [0x05e0, "zebra", "Zebra"],
    [0x05f9, "datalogic", "Datalogic"],
    [0x1eab, "newland", "Newland"],
  ])("of vendor %i is said to be in keyboard mode, once a unit", async (vendorId, maker, name) => {
    const unit = { ...KEYBOARD, vendorId, product: "" };
    hid.plug(unit, { ...unit, usagePage: 0xff45, usage: 1 });
    await open();
    expect(shown()).toEqual([{ ...TYPING, id: `hid:${vendorId.toString(16).padStart(4, "0")}:0b61:S1`, name, maker }]);
  });

  it("is found as soon as its mode is changed", async () => {
    hid.plug(KEYBOARD);
    await open();
    expect(shown()).toEqual([TYPING]);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await expect.poll(shown).toEqual([READY]);
  });

  it("is told beside another one that works; a keyboard of a maker of none is not", async () => {
    hid.plug(HONEYWELL, { ...KEYBOARD, serialNumber: "S9" }, { ...KEYBOARD, vendorId: 0x046d });
    await open();
    expect(shown()).toEqual([READY, { ...TYPING, id: "hid:0c2e:0b61:S9" }]);
  });
});

describe("a Honeywell unit with a keyboard beside its HID POS interface", () => {
  beforeEach(() => hid.plug(KEYBOARD, HONEYWELL));

  it("is left as it is unless the shop wants it, and is ready when it reports all the same", async () => {
    await open();
    expect({ shown: shown(), features: hid.features }).toEqual({ shown: [TYPING], features: [] });
    hid.send(PATH, LAYOUT_A);
    expect({ shown: shown(), texts: stage.texts() }).toEqual({ shown: [READY], texts: [CODE] });
  });

  it("is redirected where it is wanted", async () => {
    await open(true);
    expect({ shown: shown(), features: hid.features }).toEqual({
      shown: [READY],
      features: [{ path: PATH, bytes: [0xfe, 0x01] }],
    });
  });

  it("is redirected again after every plug", async () => {
    await open(true);
    hid.unplug(PATH);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    hid.plug(KEYBOARD, HONEYWELL);
    clock.advance(RESCAN_MS);
    await expect.poll(() => hid.features.length).toBe(2);
    await expect.poll(shown).toEqual([READY]);
  });

  it("that refuses is noted, and still read", async () => {
    hid.failFeature(new Error("could not send feature report"));
    await open(true);
    expect(shown()).toEqual([{ ...TYPING, note: "could not send feature report" }]);
    expect(events()).toEqual(["hid.opened", "hid.not-redirected"]);
    hid.send(PATH, LAYOUT_A);
    expect({ shown: shown(), texts: stage.texts() }).toEqual({ shown: [READY], texts: [CODE] });
  });

  it("nothing is sent to a unit without a keyboard, or to another maker's", async () => {
    const zebra = { ...HONEYWELL, vendorId: 0x05e0, path: "/dev/hidraw1" };
    hid.plug(HONEYWELL, zebra, { ...KEYBOARD, vendorId: 0x05e0 });
    await open(true);
    expect({ features: hid.features, ready: shown().map(({ state }) => state) }).toEqual({
      features: [],
      ready: ["ready", "ready"],
    });
  });
});

describe("a handle that cannot be read", () => {
  const TEXT = "could not read from HID device";
  const TROUBLE = { ...READY, state: "trouble", words: "reads-nothing", note: TEXT };

  async function failAtOnce(): Promise<void> {
    hid.plug(HONEYWELL);
    await open();
    hid.unplug(PATH, TEXT);
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
  }

  it("is told as such, again and again without a flicker or a word in the log", async () => {
    await failAtOnce();
    expect(shown()).toEqual([TROUBLE]);
    for (let turn = 0; turn < 3; turn += 1) {
      hid.plug(HONEYWELL);
      clock.advance(RESCAN_MS);
      await expect.poll(hid.openHandles).toBe(1);
      await expect.poll(() => clock.waits().length).toBe(2);
      expect(shown()).toEqual([TROUBLE]);
      hid.unplug(PATH, TEXT);
      await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    }
    expect(new Set(stage.lists.map((list) => list[0]?.words))).toEqual(new Set(["reads-nothing"]));
    expect(events().filter((event) => event === "hid.lost")).toHaveLength(1);
  });

  it("is ready when it has stayed open for a while, or has sent something", async () => {
    await failAtOnce();
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await expect.poll(() => clock.waits().length).toBe(2);
    clock.advance(1000);
    expect(shown()).toEqual([READY]);
    hid.send(PATH, LAYOUT_A);
    hid.unplug(PATH, TEXT);
    expect(shown()[0]?.words).toBe("unplugged");
  });

  it("but has sent something, or was open for a while, is unplugged", async () => {
    hid.plug(HONEYWELL);
    await open();
    hid.send(PATH, LAYOUT_A);
    hid.unplug(PATH, TEXT);
    expect(shown()[0]?.words).toBe("unplugged");
    await expect.poll(clock.waits).toEqual([RESCAN_MS]);
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await expect.poll(shown).toEqual([READY]);
    clock.advance(1000);
    hid.unplug(PATH, TEXT);
    expect(shown()[0]?.words).toBe("unplugged");
  });

  it("leaves nothing waiting when all is closed while it is in doubt", async () => {
    await failAtOnce();
    hid.plug(HONEYWELL);
    clock.advance(RESCAN_MS);
    await expect.poll(() => clock.waits().length).toBe(2);
    await stage.scanners.close();
    expect(clock.waits()).toEqual([]);
    await open();
  });

  it("was only unplugged where it is gone at the next look", async () => {
    await failAtOnce();
    clock.advance(RESCAN_MS);
    await expect.poll(shown).toEqual([{ ...READY, state: "absent", words: "unplugged" }]);
  });
});

describe("everything that is heard", () => {
  it("is told before it is delivered, whole or half or no scan at all", async () => {
    hid.plug(HONEYWELL);
    await open();
    const order: unknown[] = [];
    stage.scanners.onHeard(({ scanner, kind, bytes, atMs, read }) =>
      order.push({ scanner, kind, bytes: bytes.length, atMs, read }),
    );
    stage.scanners.onScan((scan) => void order.push(scan.text));
    const half = Uint8Array.from(LAYOUT_A, (byte, at) => (at === 63 ? 1 : byte));
    hid.send(PATH, Uint8Array.of(9, 1, 2));
    hid.send(PATH, half);
    hid.send(PATH, LAYOUT_A);
    const heard = { scanner: ID, kind: "hid", atMs: clock.nowMs() };
    expect(order).toEqual([
      { ...heard, bytes: 3, read: ["unknown-report"] },
      { ...heard, bytes: 64, read: [] },
      { ...heard, bytes: 64, read: [{ text: CODE + CODE, aim: "]C0" }] },
      CODE + CODE,
    ]);
  });
});
