// A serial port that goes, comes back, or comes back under another name; and the words for what does not open.
import { describe, expect, it } from "vitest";
import { serialTrouble, withOthers } from "#devices/serial-notes.ts";
import { createSerialSeats } from "#devices/serial-seats.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPty, type Pty } from "#test/support/pty.ts";
import {
  A_SCANNER,
  createPortList,
  NO_NUMBER,
  openSerialStage,
  type PortList,
  type SerialStage,
} from "./serial-stage.ts";
import { createManualClock } from "./stage.ts";

const CODE = "134567890123456789";
const soon = { timeout: 4000, interval: 10 };
const at = (pty: Pty, ids = A_SCANNER) => ({ path: pty.tillSide, ids });

type Bench = {
  readonly ptys: readonly [Pty, Pty];
  readonly system: PortList;
  readonly open: (place: Parameters<typeof openSerialStage>[0]["place"]) => SerialStage;
};

/** Two cables, a list of ports, and scanners of one till. */
async function withPorts(run: (bench: Bench) => Promise<void>): Promise<void> {
  const ptys = [await openPty(), await openPty()] as const;
  const system = createPortList();
  const seats = createSerialSeats(system);
  const opened: SerialStage[] = [];
  try {
    await run({
      ptys,
      system,
      open: (place) => {
        const stage = openSerialStage({ place, seats });
        opened.push(stage);
        return stage;
      },
    });
  } finally {
    for (const { driver } of opened) await driver.close();
    for (const pty of ptys) await pty.close();
  }
}

describeWith("ids of a port", ["socat"], () => {
  it("are told when the place has none, and find the port under another name", async () => {
    await withPorts(async ({ ptys: [first, second], system, open }) => {
      system.show([at(first)]);
      const stage = open({ path: first.tillSide });
      await expect.poll(() => stage.learnt, soon).toEqual([[first.tillSide, A_SCANNER]]);
      expect(stage.view()).toMatchObject({ state: "ready", name: first.tillSide, maker: "newland" });
      await first.unplug();
      system.show([at(second)]);
      await expect.poll(stage.words, soon).toBe("unplugged");
      await expect
        .poll(() => stage.view(), soon)
        .toMatchObject({
          id: `serial:${first.tillSide}`,
          name: second.tillSide,
          state: "ready",
        });
      await second.write(`${CODE}\r`);
      await expect.poll(stage.texts, soon).toEqual([CODE]);
      expect(stage.learnt).toHaveLength(1);
    });
  });

  it("find the port when the till starts", async () => {
    await withPorts(async ({ ptys: [first, second], system, open }) => {
      await first.unplug();
      system.show([at(second)]);
      const stage = open({ path: first.tillSide, ids: A_SCANNER });
      await expect.poll(() => stage.view(), soon).toMatchObject({ name: second.tillSide, state: "ready" });
      expect(stage.learnt).toEqual([]);
    });
  });

  it("of a spare at the same path are told anew", async () => {
    await withPorts(async ({ ptys: [first], system, open }) => {
      const spare = { ...A_SCANNER, serialNumber: "C3" };
      system.show([at(first, spare)]);
      const stage = open({ path: first.tillSide, ids: A_SCANNER });
      await expect.poll(() => stage.learnt, soon).toEqual([[first.tillSide, spare]]);
    });
  });

  it("keep the till from opening another device at its path, and the list names what is there", async () => {
    await withPorts(async ({ ptys: [first], system, open }) => {
      system.show([at(first, { ...A_SCANNER, vendorId: "0403", productId: "6001" })]);
      const stage = open({ path: first.tillSide, ids: A_SCANNER });
      await stage.driver.tried;
      expect(stage.view()).toMatchObject({
        state: "absent",
        words: "port-missing",
        note: `(${first.tillSide} 0403:6001)`,
      });
    });
  });

  it("that two scanners share let neither take the other's port", async () => {
    await withPorts(async ({ ptys: [first, second], system, open }) => {
      system.show([at(first, NO_NUMBER), at(second, NO_NUMBER)]);
      const one = open({ path: first.tillSide, ids: NO_NUMBER });
      const other = open({ path: second.tillSide, ids: NO_NUMBER });
      await expect.poll(() => [one.words(), other.words()], soon).toEqual(["ready", "ready"]);
      await first.unplug();
      await second.unplug();
      system.show([at(second, NO_NUMBER)]);
      await expect.poll(() => [one.words(), other.words()], soon).toEqual(["unplugged", "unplugged"]);
      await second.plug();
      await expect.poll(other.words, soon).toBe("ready");
      await second.write(`${CODE}\r`);
      await expect.poll(other.texts, soon).toEqual([CODE]);
      expect([one.words(), one.texts()]).toEqual(["unplugged", []]);
    });
  });
});

describeWith("a port whose driver does not tell that it went", ["socat"], () => {
  it("is given up after two looks without it, and found again", async () => {
    const pty = await openPty();
    const clock = createManualClock();
    let isThere = true;
    const system = createPortList(() => isThere);
    const stage = openSerialStage({ place: { path: pty.tillSide }, seats: createSerialSeats(system), clock });
    await stage.driver.tried;
    const look = async (): Promise<void> => {
      await expect.poll(() => clock.waits(), soon).toEqual([1000]);
      clock.advance(1000);
    };
    await look();
    isThere = false;
    await look();
    await expect.poll(() => clock.waits(), soon).toEqual([1000]);
    expect(stage.words()).toBe("ready");
    await look();
    await expect.poll(stage.words, soon).toBe("unplugged");
    await expect.poll(() => clock.waits(), soon).toEqual([250]);
    clock.advance(250);
    await expect.poll(stage.words, soon).toBe("ready");
    await stage.driver.close();
    expect(clock.waits()).toEqual([]);
    await pty.close();
  });
});

describeWith("a port that is pulled right after it was opened", ["socat"], () => {
  it("is seen to be gone, although the library reads on", async () => {
    const pty = await openPty();
    const stage = openSerialStage({ place: { path: pty.tillSide } });
    for (let times = 0; times < 3; times += 1) {
      await expect.poll(stage.words, soon).toBe("ready");
      await pty.unplug();
      await expect.poll(stage.words, { timeout: 8000, interval: 10 }).toBe("unplugged");
      await pty.plug();
    }
    await expect.poll(stage.words, { timeout: 8000, interval: 10 }).toBe("ready");
    await stage.driver.close();
    await pty.close();
  });
});

describeWith("a port that is no file", ["socat"], () => {
  it("is looked for in the list, and given up only when the list has shown it before", async () => {
    const pty = await openPty();
    const clock = createManualClock();
    let isThere = false;
    const system = { ...createPortList(() => isThere), resolve: async () => await Promise.resolve("COM3") };
    const stage = openSerialStage({ place: { path: pty.tillSide }, seats: createSerialSeats(system), clock });
    await stage.driver.tried;
    for (const [shows, words] of [
      [false, "ready"],
      [false, "ready"],
      [false, "ready"],
      [true, "ready"],
      [false, "ready"],
      [true, "ready"],
      [false, "ready"],
      [false, "unplugged"],
    ] as const) {
      isThere = shows;
      await expect.poll(() => clock.waits(), soon).toEqual([5000]);
      clock.advance(5000);
      await expect.poll(() => clock.waits().length, soon).toBe(1);
      expect(stage.words()).toBe(words);
    }
    await stage.driver.close();
    await pty.close();
  });
});

describe("a port that is not there", () => {
  it("is tried again with a growing pause, and no more after close", async () => {
    const clock = createManualClock();
    const system = createPortList();
    system.show([{ path: "/dev/ttyACM7", ids: A_SCANNER }]);
    const seats = createSerialSeats(system);
    const stage = openSerialStage({ clock, seats, place: { path: "/dev/counterfoil-none" } });
    const pauses: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await expect.poll(() => clock.waits().length, soon).toBe(1);
      pauses.push(...clock.waits());
      clock.advance(clock.waits()[0] ?? 0);
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 4000]);
    await expect.poll(() => clock.waits().length, soon).toBe(1);
    expect(stage.view()).toMatchObject({
      state: "absent",
      words: "port-missing",
      note: "Error: No such file or directory, cannot open /dev/counterfoil-none (/dev/ttyACM7 1eab:0c06)",
    });
    expect({ lists: system.asked(), told: stage.logged.length }).toEqual({ lists: 1, told: 1 });
    await stage.driver.close();
    expect(clock.waits()).toEqual([]);
  });
});

describe("the words for a failed open", () => {
  it.each([
    ["Error: No such file or directory, cannot open /dev/ttyACM0", "absent", "port-missing"],
    ["Opening COM3: File not found", "absent", "port-missing"],
    ["Error: No such device or address, cannot open /dev/tty", "absent", "port-missing"],
    ["Error Resource temporarily unavailable Cannot lock port", "trouble", "in-use"],
    ["Error: Device or resource busy, cannot open /dev/ttyACM0", "trouble", "in-use"],
    ["Opening COM3: Access denied", "trouble", "in-use"],
    ["Error: Permission denied, cannot open /dev/ttyACM0", "trouble", "no-permission-serial"],
    ["Error: Operation not permitted, cannot open /dev/cu.usb", "trouble", "no-permission-serial"],
    ["Error: Inappropriate ioctl for device setting custom baud rate of 9600", "trouble", "not-a-port"],
    ["Error: Input/output error, cannot open /dev/ttyS4", "trouble", "not-a-port"],
    ["Error: Is a directory, cannot open /dev", "trouble", "not-a-port"],
    ["Error: odd, cannot open", "trouble", "not-opened"],
  ])("%s", (message, state, words) => {
    expect(serialTrouble(new Error(message))).toEqual({ state, words, note: message });
  });

  it("fit the contract's note however many ports there are", () => {
    const many = Array.from({ length: 40 }, (_none, index) => ({ path: `/dev/ttyACM${index}`, ids: A_SCANNER }));
    expect(withOthers(serialTrouble(new Error("x")), many).note).toHaveLength(300);
  });
});
