// The scanners' desk: changes applied without a restart and kept, tests that are no sales, recordings without codes.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { scanTestSchema } from "#contract/scan-test.ts";
import { serialPlaceSchema, type ScannerSettings } from "#contract/scanners.ts";
import { openScanners } from "#devices/scanners.ts";
import { recordingSchema, saveRecording } from "#main/scan-recording.ts";
import { openScannerDesk, type OpenedScannerDesk } from "#main/scanner-desk.ts";
import { createUdevHelp, UDEV_FILE, UDEV_RULES } from "#main/udev-rules.ts";
import { createFakeHid, HONEYWELL } from "#test/devices/fake-hid.ts";
import { createManualClock, type ManualClock } from "#test/devices/stage.ts";
import { LAYOUT_A, report, V1_MENU_ANSWER } from "#test/devices/vectors.ts";

type Opened = {
  readonly opened: OpenedScannerDesk;
  readonly hid: ReturnType<typeof createFakeHid>;
  readonly clock: ManualClock;
  readonly folder: string;
  readonly scans: string[];
  readonly settings: () => ScannerSettings;
  /** How often scanners were opened. */
  readonly openings: () => number;
};

const FIRST: ScannerSettings = { hid: true, honeywellRedirect: false, serial: [], keyGapMs: 50 };
const closers: (() => Promise<void>)[] = [];
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(first: ScannerSettings = FIRST): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-desk-"));
  const hid = createFakeHid();
  hid.plug(HONEYWELL);
  const clock = createManualClock();
  let settings = first;
  let openings = 0;
  const opened = await openScannerDesk({
    open: (wanted, onIds) => {
      openings += 1;
      return openScanners({ clock, log: silent, ...wanted, pretend: true, hidLibrary: hid, onIds });
    },
    settings: { read: () => settings, write: (next) => void (settings = next) },
    listPorts: () => Promise.reject(new Error("spawn udevadm ENOENT")),
    udev: createUdevHelp(folder, silent, { platform: "linux", folders: [] }),
    clock: { ...clock, wallMs: () => Date.UTC(2026, 10, 20, 3, 12, 40, 118) },
    log: silent,
    dataFolder: folder,
    staleAfterMs: 50_000,
  });
  const scans: string[] = [];
  opened.scanners.onScan(({ text }) => scans.push(text));
  closers.push(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });
  return { opened, hid, clock, folder, scans, settings: () => settings, openings: () => openings };
}

const CODE = "134567890123456789";
/** A code whose digits are none of the pretend ones. */
const SECRET = report("02125d4330 313335313132323938363338343638323933", "6a0000");
const choice = (path: string) => {
  const { ids: _ids, ...place } = serialPlaceSchema.parse({ path });
  return place;
};

describe("a change of the settings", () => {
  it("is kept and applied at once; the scanner reads on, and what was open was closed first", async () => {
    const { opened, hid, scans, settings, openings } = await open();
    hid.send(HONEYWELL.path, LAYOUT_A);
    await opened.desk.set({ hid: false });
    hid.send(HONEYWELL.path, LAYOUT_A);
    expect([hid.openHandles(), scans, settings().hid]).toEqual([0, [CODE], false]);
    expect(opened.scanners.list().map(({ kind }) => kind)).toEqual(["keyboard", "pretend"]);
    await opened.desk.set({ hid: true });
    hid.send(HONEYWELL.path, LAYOUT_A);
    expect([hid.openHandles(), scans, openings(), hid.violations]).toEqual([1, [CODE, CODE], 3, []]);
  });

  it("of the gap between keys opens nothing anew", async () => {
    const { opened, settings, openings } = await open();
    await opened.desk.set({ keyGapMs: 90 });
    expect([settings().keyGapMs, openings()]).toEqual([90, 1]);
  });

  it("is told to the screens, and two at once are carried out one after the other", async () => {
    const { opened, hid, openings } = await open();
    let told = 0;
    opened.scanners.onChange(() => (told += 1));
    await Promise.all([opened.desk.set({ hid: false }), opened.desk.set({ hid: true })]);
    expect([told > 0, openings(), hid.openHandles()]).toEqual([true, 3, 1]);
  });
});

describe("serial scanners", () => {
  const none = (index: number): string => `/dev/counterfoil-none-${index}`;

  it("are added, changed and removed, and a port has one", async () => {
    const { opened, settings } = await open();
    const { desk } = opened;
    expect(await desk.putSerial(null, choice(none(1)))).toBe("saved");
    expect(await desk.putSerial(null, choice(none(1)))).toBe("taken");
    expect(await desk.putSerial(none(9), choice(none(9)))).toBe("unknown");
    expect(await desk.putSerial(none(1), { ...choice(none(2)), baudRate: 115_200 })).toBe("saved");
    expect(settings().serial).toEqual([{ ...choice(none(2)), baudRate: 115_200, ids: null }]);
    expect(opened.scanners.list().find(({ kind }) => kind === "serial")?.name).toBe(none(2));
    await desk.removeSerial(none(2));
    expect([settings().serial, opened.scanners.list().some(({ kind }) => kind === "serial")]).toEqual([[], false]);
  });

  it("are at most eight", async () => {
    const serial = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => serialPlaceSchema.parse({ path: none(index) }));
    const { opened, settings } = await open({ ...FIRST, hid: false, serial });
    expect(await opened.desk.putSerial(null, choice(none(9)))).toBe("too-many");
    expect(settings().serial).toHaveLength(8);
  });

  it("whose ports cannot be listed are said so", async () => {
    const { opened } = await open();
    expect(await opened.desk.ports()).toEqual({ listed: false, ports: [] });
  });

  it("keep their ids as long as they keep their path", async () => {
    const ids = { vendorId: "0c2e", productId: "0b6a", serialNumber: null };
    const place = { ...choice("/dev/counterfoil-none"), ids };
    const { opened, settings } = await open({ ...FIRST, serial: [place] });
    await opened.desk.putSerial(place.path, { ...choice(place.path), suffix: "cr" });
    expect(settings().serial).toEqual([{ ...place, suffix: "cr" }]);
    await opened.desk.putSerial(place.path, choice("/dev/counterfoil-other"));
    expect(settings().serial.map((one) => one.ids)).toEqual([null]);
  });
});

describe("a test scan", () => {
  it("shows what came and what it is, and sells nothing", async () => {
    const { opened, hid, scans, clock } = await open();
    opened.desk.setTest(true);
    clock.advance(1500);
    hid.send(HONEYWELL.path, SECRET);
    const view = scanTestSchema.parse(opened.desk.test());
    expect(view).toMatchObject({ endsInMs: 118_500, heard: 1 });
    expect(view.lines).toEqual([
      {
        number: 1,
        atMs: 1500,
        kind: "hid",
        name: "Voyager 1602g",
        byteCount: 64,
        hex: `02 12 5d 43 30 31 33 ${"3* ".repeat(16)}${"00 ".repeat(38)}6a 00 00`,
        text: `\u2402\u2412]C013${"•".repeat(16)}${"\u2400".repeat(38)}j\u2400\u2400`,
      },
    ]);
    expect(view.readings).toEqual([
      {
        number: 1,
        atMs: 1500,
        kind: "hid",
        name: "Voyager 1602g",
        finding: "wechat",
        aim: "]C0",
        symbology: "Code 128",
        length: 18,
        end: "none",
        text: `13${"•".repeat(16)}`,
      },
    ]);
    expect(scans).toEqual([]);
    opened.desk.setTest(false);
    expect(opened.desk.test()).toBeNull();
    hid.send(HONEYWELL.path, LAYOUT_A);
    expect(scans).toEqual([CODE]);
  });

  it("names what pages and the pretend scanner read, and what is no scan", async () => {
    const { opened, hid, scans } = await open();
    opened.desk.setTest(true);
    opened.scanners.typed("8851234567890");
    opened.scanners.typed("wxp://f2f0abc");
    opened.pretend?.scan("alipay");
    for (const part of V1_MENU_ANSWER) hid.send(HONEYWELL.path, part);
    hid.send(HONEYWELL.path, report("0502"));
    const readings = opened.desk.test()?.readings.map(({ finding, kind, end }) => [finding, kind, end]);
    expect(readings).toEqual([
      ["product-like", "keyboard", null],
      ["receive", "keyboard", null],
      ["alipay", "pretend", null],
      ["menu-answer", "hid", "crlf"],
      ["unknown-report", "hid", "none"],
    ]);
    expect(scans).toEqual([]);
  });

  it("ends by itself after two minutes, and begins anew when it is asked for again", async () => {
    const { opened, hid, scans, clock } = await open();
    opened.desk.setTest(true);
    clock.advance(60_000);
    hid.send(HONEYWELL.path, SECRET);
    opened.desk.setTest(true);
    expect(opened.desk.test()).toMatchObject({ heard: 0, endsInMs: 120_000 });
    clock.advance(119_999);
    expect(opened.desk.test()).not.toBeNull();
    clock.advance(1);
    expect(opened.desk.test()).toBeNull();
    hid.send(HONEYWELL.path, LAYOUT_A);
    expect(scans).toEqual([CODE]);
  });

  it("goes on while the settings change", async () => {
    const { opened, hid } = await open();
    opened.desk.setTest(true);
    hid.send(HONEYWELL.path, SECRET);
    await opened.desk.set({ honeywellRedirect: true });
    hid.send(HONEYWELL.path, SECRET);
    expect(opened.desk.test()?.heard).toBe(2);
  });

  it("is bounded, however much comes", async () => {
    const { opened } = await open();
    opened.desk.setTest(true);
    for (let count = 0; count < 600; count += 1) opened.scanners.typed("x".repeat(200));
    expect(scanTestSchema.parse(opened.desk.test()).heard).toBe(600);
    const file = opened.desk.record() ?? "";
    expect(readFileSync(file).length).toBeLessThan(1_000_000);
  });
});

describe("a recording", () => {
  it("lies in the data folder under its time, plays again, and holds no digit of the code", async () => {
    const { opened, hid, clock, folder } = await open();
    expect(opened.desk.record()).toBeNull();
    opened.desk.setTest(true);
    expect(opened.desk.record()).toBeNull();
    hid.send(HONEYWELL.path, SECRET);
    clock.advance(250);
    opened.scanners.typed("135112298638468293");
    const file = opened.desk.record();
    expect(file).toBe(join(folder, "recordings", "2026-11-20T03-12-40.118Z.json"));
    const text = readFileSync(file ?? "", "utf8");
    expect(text).not.toMatch(/5112298638468293|313335313132323938/);
    expect(recordingSchema.parse(JSON.parse(text))).toEqual({
      format: 1,
      about: "Heard by a till's test scan.",
      scanners: [
        { kind: "hid", name: "Voyager 1602g", line: null },
        { kind: "keyboard", name: "Keyboard mode", line: null },
      ],
      heard: [
        { atMs: 0, scanner: 0, hex: Buffer.from(LAYOUT_A).toString("hex"), read: [{ text: CODE, aim: "]C0" }] },
        { atMs: 250, scanner: 1, hex: Buffer.from(CODE).toString("hex"), read: [{ text: CODE, aim: null }] },
      ],
    });
  });

  it("is one of twenty: the oldest go, and nothing else does", async () => {
    const { opened, folder } = await open();
    opened.desk.setTest(true);
    opened.scanners.typed("1234567");
    opened.desk.record();
    const recordings = join(folder, "recordings");
    const recording = recordingSchema.parse({ format: 1, about: "", scanners: [], heard: [] });
    writeFileSync(join(recordings, "notes.json"), "{}");
    for (let minute = 0; minute < 30; minute += 1)
      saveRecording(recordings, recording, new Date(Date.UTC(2026, 11, 1, 1, minute)));
    const names = readdirSync(recordings).toSorted();
    expect([names.length, names[0], names.at(-1)]).toEqual([21, "2026-12-01T01-10-00.000Z.json", "notes.json"]);
  });
});

describe("rules that are not installed", () => {
  it("are laid down once somebody is kept from a scanner", async () => {
    const { opened, hid, folder } = await open();
    expect([opened.desk.udevRules(), existsSync(join(folder, UDEV_FILE))]).toEqual([null, false]);
    hid.failOpening(new Error("cannot open device with path /dev/hidraw0: Permission denied"));
    await opened.desk.set({ honeywellRedirect: true });
    expect(opened.desk.udevRules()).toBe(join(folder, UDEV_FILE));
    expect(readFileSync(join(folder, UDEV_FILE), "utf8")).toBe(UDEV_RULES);
  });

  it("are none where they are installed, and on other systems", () => {
    const folder = mkdtempSync(join(tmpdir(), "counterfoil-udev-"));
    const kept = [{ words: "no-permission-hid" }] as never;
    const without = createUdevHelp(folder, silent, { platform: "win32", folders: [] });
    without.look(kept);
    const first = createUdevHelp(folder, silent, { platform: "linux", folders: [] });
    first.look(kept);
    const installed = createUdevHelp(folder, silent, { platform: "linux", folders: [folder] });
    installed.look(kept);
    expect([without.path(), first.path(), installed.path()]).toEqual([null, join(folder, UDEV_FILE), null]);
    rmSync(folder, { recursive: true });
  });
});
