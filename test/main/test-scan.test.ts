// Test scans show what came and sell nothing; what they heard can be kept, without a digit of a code.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scanTestSchema } from "#contract/scan-test.ts";
import { recordingSchema, saveRecording } from "#main/scan-recording.ts";
import { createUdevHelp, UDEV_FILE, UDEV_RULES } from "#main/udev-rules.ts";
import { HONEYWELL } from "#test/devices/fake-hid.ts";
import { CODE, LAYOUT_A, report, V1_MENU_ANSWER } from "#test/devices/vectors.ts";
import { openDeskStage as open, SECRET, silent } from "./scanner-desk-stage.ts";

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
});

describe("the time of a test", () => {
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
