// The serial scanner on a real port: bytes into one end of a socat cable, scans out of the till's end.
import { SerialPort } from "serialport";
import { describe, expect, it } from "vitest";
import { serialTrouble } from "#devices/serial-notes.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPty, type Pty } from "#test/support/pty.ts";
import { realClock } from "./real-clock.ts";
import { createManualClock, openStage, type Stage } from "./stage.ts";

const CODE = "134567890123456789";
const soon = { timeout: 4000, interval: 10 };

/** Gives a test a fresh cable, and a till that has it open. */
async function withCable(run: (pty: Pty, open: () => Promise<Stage>) => Promise<void>): Promise<void> {
  const pty = await openPty();
  const opened: Stage[] = [];
  try {
    await run(pty, async () => {
      const stage = await openStage({ serial: [{ path: pty.tillSide, baudRate: 9600 }] });
      opened.push(stage);
      return stage;
    });
  } finally {
    for (const stage of opened) await stage.scanners.close();
    await pty.close();
  }
}

describeWith("a scanner on a serial port", ["socat"], () => {
  it("is ready when opening returns, and reads codes split, glued and with every suffix", async () => {
    await withCable(async (pty, open) => {
      const stage = await open();
      expect(stage.said("serial")).toBe("ready");
      const sentAtMs = realClock.nowMs();
      await pty.write("1345678");
      await pty.write("90123456789\r");
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      await pty.write(`${CODE}\r\n289431869362714645\n]Q1${CODE}\t`);
      await expect.poll(stage.texts, soon).toEqual([CODE, CODE, "289431869362714645", CODE]);
      expect(stage.scans.map(({ kind, aim }) => ({ kind, aim }))).toEqual([
        { kind: "serial", aim: null },
        { kind: "serial", aim: null },
        { kind: "serial", aim: null },
        { kind: "serial", aim: "]Q1" },
      ]);
      expect(stage.scans.every((scan) => scan.receivedAtMs >= sentAtMs && scan.receivedAtMs <= realClock.nowMs())).toBe(
        true,
      );
    });
  });

  it("reads codes without a suffix by the pause behind them", async () => {
    await withCable(async (pty, open) => {
      const stage = await open();
      await pty.write(CODE);
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      await pty.write("289431869362714645");
      await expect.poll(stage.texts, soon).toEqual([CODE, "289431869362714645"]);
    });
  });

  it("loses none of 1,000 codes", async () => {
    await withCable(async (pty, open) => {
      const stage = await open();
      const codes = Array.from({ length: 1000 }, (_, index) =>
        String(100_000_000_000_000_000n + BigInt(index) * 7_777_777_777n),
      );
      await pty.write(codes.map((code) => `${code}\r\n`).join(""));
      await expect.poll(stage.texts, soon).toEqual(codes);
    });
  });
});

describeWith("a serial port that comes and goes", ["socat"], () => {
  it("survives an unplug and finds the same port again", async () => {
    await withCable(async (pty, open) => {
      const stage = await open();
      await pty.write("1345");
      await pty.unplug();
      await expect.poll(() => stage.said("serial"), soon).toMatch(/^absent: .*unplugged or switched off/);
      await pty.plug();
      await expect.poll(() => stage.said("serial"), soon).toBe("ready");
      await pty.write(`${CODE}\r`);
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      const states = stage.lists.map((list) => list[0]?.state);
      expect([states[0], states.at(-1)]).toEqual(["absent", "ready"]);
    });
  });

  it("says who holds the port, and takes it over when it is free", async () => {
    await withCable(async (pty, open) => {
      const other = new SerialPort({ path: pty.tillSide, baudRate: 9600, autoOpen: false });
      await new Promise<void>((resolve, reject) => other.open((error) => (error === null ? resolve() : reject(error))));
      const stage = await open();
      expect(stage.said("serial")).toBe(`trouble: ${pty.tillSide} is in use by another program`);
      await new Promise((resolve) => other.close(resolve));
      await expect.poll(() => stage.said("serial"), soon).toBe("ready");
    });
  });

  it("is itself the only one on its port", async () => {
    await withCable(async (pty, open) => {
      await open();
      const second = await open();
      expect(second.said("serial")).toMatch(/^trouble: .* is in use by another program$/);
    });
  });

  it("throws away what was sent before it listened", async () => {
    await withCable(async (pty, open) => {
      await pty.write(`${CODE}\r`);
      const stage = await open();
      await pty.write("289431869362714645\r");
      await expect.poll(stage.texts, soon).toEqual(["289431869362714645"]);
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

describe("a port that is not there", () => {
  it("is listed as absent, and nothing fails", async () => {
    const stage = await openStage({ serial: [{ path: "/dev/counterfoil-none", baudRate: 9600 }] });
    await expect.poll(() => stage.said("serial"), soon).toMatch(/^absent: nothing at \/dev\/counterfoil-none/);
    await stage.scanners.close();
  });

  it("is tried again with a growing pause, and no more after close", async () => {
    const clock = createManualClock();
    const stage = await openStage({ clock, serial: [{ path: "/dev/counterfoil-none", baudRate: 9600 }] });
    const pauses: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await expect.poll(() => clock.waits().length, soon).toBe(1);
      pauses.push(...clock.waits());
      clock.advance(clock.waits()[0] ?? 0);
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 4000]);
    await expect.poll(() => clock.waits().length, soon).toBe(1);
    await stage.scanners.close();
    expect(clock.waits()).toEqual([]);
  });
});

describe("the words for a failed open", () => {
  it.each([
    [
      "Error: No such file or directory, cannot open /dev/ttyACM0",
      { state: "absent", words: "port-missing", note: "nothing at P" },
    ],
    [
      "Error Resource temporarily unavailable Cannot lock port",
      { state: "trouble", words: "in-use", note: "P is in use by another program" },
    ],
    ["Opening COM3: Access denied", { state: "trouble", words: "in-use", note: "P is in use by another program" }],
    [
      "Error: Permission denied, cannot open /dev/ttyACM0",
      {
        state: "trouble",
        words: "no-permission-serial",
        note: "no permission to open P: add this user to the group dialout and log in again",
      },
    ],
    [
      "Error: odd, cannot open",
      { state: "trouble", words: "not-opened", note: "P cannot be used: Error: odd, cannot open" },
    ],
  ])("%s", (message, expected) => {
    expect(serialTrouble("P", new Error(message))).toEqual(expected);
  });
});
