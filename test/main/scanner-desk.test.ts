// Changes of the scanners' settings: applied without a restart, and kept.
import { describe, expect, it, onTestFinished } from "vitest";
import { serialPlaceSchema } from "#contract/scanners.ts";
import { HONEYWELL } from "#test/devices/fake-hid.ts";
import { CODE, LAYOUT_A } from "#test/devices/vectors.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPty } from "#test/support/pty.ts";
import { choice, FIRST, openDeskStage as open } from "./scanner-desk-stage.ts";

const soon = { timeout: 4000, interval: 10 };

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

  it("whose ports take too long to be listed are said so, too", async () => {
    const { opened, clock } = await open(FIRST, () => new Promise(() => undefined));
    const asked = opened.desk.ports();
    clock.advance(5000);
    expect(await asked).toEqual({ listed: false, ports: [] });
  });

  it("are found again by the ids that their driver has learnt, without being opened anew", async () => {
    const place = serialPlaceSchema.parse({ path: "/dev/counterfoil-none" });
    const { learn, settings, openings } = await open({ ...FIRST, hid: false, serial: [place] });
    const ids = { vendorId: "1eab", productId: "0c06", serialNumber: "A1" };
    learn(place.path, ids);
    learn("/dev/counterfoil-unknown", ids);
    expect([settings().serial, openings()]).toEqual([[{ ...place, ids }], 1]);
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

describeWith("a serial scanner on a cable", ["socat"], () => {
  it("reads from the moment that it is chosen, and goes on when it is changed", async () => {
    const pty = await openPty();
    onTestFinished(pty.close);
    const { opened, scans } = await open({ ...FIRST, hid: false });
    const states = () => opened.scanners.list().filter(({ kind }) => kind === "serial");
    await opened.desk.putSerial(null, choice(pty.tillSide));
    await expect.poll(() => states()[0]?.state, soon).toBe("ready");
    await pty.write(`${CODE}\r`);
    await expect.poll(() => scans, soon).toEqual([CODE]);
    await opened.desk.putSerial(pty.tillSide, { ...choice(pty.tillSide), suffix: "tab" });
    await expect.poll(() => states().map(({ state, words }) => [state, words]), soon).toEqual([["ready", null]]);
    await pty.write(`${CODE}\t`);
    await expect.poll(() => scans, soon).toEqual([CODE, CODE]);
    await opened.desk.removeSerial(pty.tillSide);
    expect(states()).toEqual([]);
  });
});
