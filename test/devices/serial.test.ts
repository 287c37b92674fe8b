// The serial scanner on a real port: bytes into one end of a socat cable, scans out of the till's end.
import { SerialPort } from "serialport";
import { describe, expect, it } from "vitest";
import { describeWith } from "#test/support/needs.ts";
import { openPty, type Pty } from "#test/support/pty.ts";
import { realClock } from "./real-clock.ts";
import { ssiPacket } from "./serial-corpus.ts";
import { openSerialStage, type SerialStage } from "./serial-stage.ts";

const CODE = "134567890123456789";
const SECOND = "289431869362714645";
const soon = { timeout: 4000, interval: 10 };

type Opened = (place?: Readonly<Record<string, unknown>>) => Promise<SerialStage>;

/** Gives a test a fresh cable, and scanners of a till that have it open. */
async function withCable(run: (pty: Pty, open: Opened) => Promise<void>): Promise<void> {
  const pty = await openPty();
  const opened: SerialStage[] = [];
  try {
    await run(pty, async (place = {}) => {
      const stage = openSerialStage({ place: { path: pty.tillSide, ...place } });
      opened.push(stage);
      await stage.driver.tried;
      return stage;
    });
  } finally {
    for (const { driver } of opened) await driver.close();
    await pty.close();
  }
}

describeWith("a scanner on a serial port", ["socat"], () => {
  it("is ready once it was tried, and reads codes split, glued and with every suffix", async () => {
    await withCable(async (pty, open) => {
      const stage = await open({ quietMs: 500 });
      expect(stage.view()).toEqual({
        id: `serial:${pty.tillSide}`,
        kind: "serial",
        name: pty.tillSide,
        state: "ready",
        words: null,
        maker: null,
        note: "",
      });
      const sentAtMs = realClock.nowMs();
      await pty.write("1345678");
      await pty.write("90123456789\r");
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      await pty.write(`${CODE}\r\n${SECOND}\n]Q1${CODE}\t`);
      await expect.poll(stage.texts, soon).toEqual([CODE, CODE, SECOND, CODE]);
      expect(stage.scans.map(({ kind, aim }) => ({ kind, aim }))).toEqual([
        { kind: "serial", aim: null },
        { kind: "serial", aim: null },
        { kind: "serial", aim: null },
        { kind: "serial", aim: "]Q1" },
      ]);
      const nowMs = realClock.nowMs();
      expect(stage.scans.every((scan) => scan.receivedAtMs >= sentAtMs && scan.receivedAtMs <= nowMs)).toBe(true);
    });
  });

  it("reads codes without a suffix by the pause behind them, whatever the setting", async () => {
    await withCable(async (pty, open) => {
      for (const suffix of ["auto", "none"]) {
        const stage = await open({ suffix, quietMs: 30 });
        await pty.write(CODE);
        await expect.poll(stage.texts, soon).toEqual([CODE]);
        await pty.write(SECOND);
        await expect.poll(stage.texts, soon).toEqual([CODE, SECOND]);
        await stage.driver.close();
      }
    });
  });

  it("half a code before an unplug is no code and no part of one", async () => {
    await withCable(async (pty, open) => {
      const stage = await open();
      await pty.write(`${CODE}\r`);
      await pty.write("28943186936271464");
      await expect.poll(() => stage.heard.length, soon).toBeGreaterThan(1);
      await pty.unplug();
      await expect.poll(stage.words, soon).toBe("unplugged");
      await pty.plug();
      await expect.poll(stage.words, soon).toBe("ready");
      await pty.write(`${SECOND}\r`);
      await expect.poll(stage.texts, soon).toEqual([CODE, SECOND]);
    });
  });

  it("everything that arrives is heard, with what it became", async () => {
    await withCable(async (pty, open) => {
      const stage = await open({ suffix: "none" });
      await pty.write(CODE);
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      expect(Buffer.concat(stage.heard.map(({ bytes }) => bytes)).toString()).toBe(CODE);
      expect(stage.heard.at(-1)).toEqual({
        scanner: `serial:${pty.tillSide}`,
        kind: "serial",
        bytes: new Uint8Array(),
        atMs: stage.scans[0]?.receivedAtMs,
        read: [{ text: CODE, aim: null }],
      });
    });
  });
});

describeWith("what a serial port is asked, and what is no scan on it", ["socat"], () => {
  it("takes frames that a line can have", async () => {
    await withCable(async (pty, open) => {
      for (const place of [
        { baudRate: 115_200, dataBits: 7, parity: "even", stopBits: 2 },
        { baudRate: 1200, parity: "odd" },
        { rtscts: true, suffix: "crlf" },
      ]) {
        const stage = await open(place);
        await pty.write(`${CODE}\r\n`);
        await expect.poll(stage.texts, soon).toEqual([CODE]);
        await stage.driver.close();
      }
    });
  });

  it("says of a Zebra in SSI mode what it is, delivers nothing of it, and reads plain codes afterwards", async () => {
    await withCable(async (pty, open) => {
      const stage = await open({ quietMs: 500 });
      const packet = ssiPacket(Buffer.from(`${CODE}\r`), { type: 0x09 });
      await pty.write(packet.subarray(0, 11));
      await pty.write(packet.subarray(11));
      await expect.poll(stage.view, soon).toMatchObject({ state: "trouble", words: "ssi", note: "" });
      expect(stage.heard.at(-1)?.read).toEqual(["unknown-report"]);
      await pty.write(`${SECOND}\r`);
      await expect.poll(stage.words, soon).toBe("ready");
      expect(stage.texts()).toEqual([SECOND]);
    });
  });

  it("throws away what was sent before it listened", async () => {
    await withCable(async (pty, open) => {
      await pty.write(`${CODE}\r`);
      const stage = await open();
      await pty.write(`${SECOND}\r`);
      await expect.poll(stage.texts, soon).toEqual([SECOND]);
    });
  });

  it("refuses noise, and no log line holds any of what was read", async () => {
    await withCable(async (pty, open) => {
      const stage = await open();
      await pty.write(Uint8Array.of(0x31, 0x33, 0x01, 0x0d));
      await pty.write(`${CODE}\r`);
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      expect(stage.logged.filter((line) => line.event === "scanner.not-a-scan")).toEqual([
        {
          level: "warn",
          event: "scanner.not-a-scan",
          facts: { scanner: `serial:${pty.tillSide}`, reason: "not-printable" },
        },
      ]);
      expect(JSON.stringify(stage.logged)).not.toContain(CODE.slice(0, 8));
    });
  });
});

describeWith("a serial port that another has", ["socat"], () => {
  it("is said to be in use, in the system's words, and is taken when it is free", async () => {
    await withCable(async (pty, open) => {
      const other = new SerialPort({ path: pty.tillSide, baudRate: 9600, autoOpen: false });
      await new Promise<void>((resolve, reject) => other.open((error) => (error === null ? resolve() : reject(error))));
      const stage = await open();
      expect(stage.view()).toMatchObject({
        state: "trouble",
        words: "in-use",
        note: expect.stringMatching(/^Error Resource temporarily unavailable,? Cannot lock port$/),
      });
      await new Promise((resolve) => other.close(resolve));
      await expect.poll(stage.words, soon).toBe("ready");
    });
  });

  it("is not shared by two scanners of the till; a place is changed by closing one and opening the other", async () => {
    await withCable(async (pty, open) => {
      const first = await open({ suffix: "tab" });
      const second = await open({ suffix: "cr" });
      expect(second.words()).toBe("in-use");
      await first.driver.close();
      await expect.poll(second.words, soon).toBe("ready");
      await pty.write(`${CODE}\r`);
      await expect.poll(second.texts, soon).toEqual([CODE]);
      expect(first.texts()).toEqual([]);
    });
  });
});

describe("what is no port", () => {
  it.each([
    ["nothing", "/dev/counterfoil-none", "absent", "port-missing", /^Error: No such file or directory, cannot open/],
    ["a folder", "/", "trouble", "not-a-port", /^Error: Is a directory, cannot open \/$/],
    ["a device that is no line", "/dev/null", "trouble", "not-a-port", /^Error: Inappropriate ioctl for device/],
  ])("%s", { skip: process.platform !== "linux" }, async (_name, path, state, words, note) => {
    const { driver, view } = openSerialStage({ place: { path } });
    await driver.tried;
    expect(view()).toMatchObject({ state, words, note: expect.stringMatching(note) });
    await driver.close();
  });
});
