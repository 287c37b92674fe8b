// Scenarios of what goes wrong on a line: noise, a pulled cable, another program, another name, and a scanner that speaks SSI.
import { createSerialSeats } from "#devices/serial-seats.ts";
import { ssiPacket } from "#test/devices/serial-corpus.ts";
import { A_SCANNER, createPortList } from "#test/devices/serial-stage.ts";
import { openPty } from "#test/support/pty.ts";
import { codeOf, oneOf, upTo, type Chance } from "./cable.ts";
import {
  goesByPathAlone,
  keepsHalfACode,
  keepsTheDigitsOfNoise,
  knowsOnlyCr,
  sellsChunks,
  sharesThePort,
} from "./naive.ts";
import { onCable, type Scenario } from "./scenario.ts";
import { judge } from "./tally.ts";
import type { Till } from "./tills.ts";

/** No digits, and no end of a line. */
function noiseOf(chance: Chance): Buffer {
  const bytes = Array.from({ length: 1 + upTo(chance, 12) }, () => upTo(chance, 255));
  return Buffer.from(
    bytes.map((byte) => ((byte > 0x20 && byte < 0x7f) || (byte > 8 && byte < 14) ? byte | 0x80 : byte)),
  );
}

/** A line whose every byte was read is a scan, though no code; one that was not is marked with U+FFFD. */
function codesOf(till: Till): readonly string[] {
  return till.texts().filter((text) => !text.includes("\u{FFFD}"));
}

export const noise: Scenario = {
  name: "noise between codes",
  of: "codes",
  rounds: { small: 8, full: 120, planted: 4 },
  plants: [keepsTheDigitsOfNoise],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, until, settled }) => {
      const till = await open();
      const sent: string[] = [];
      for (let number = 0; number < rounds; number += 1) {
        const code = codeOf(chance, number);
        const damaged = Buffer.from(codeOf(chance, rounds + number));
        damaged[upTo(chance, damaged.length - 1)] = oneOf(chance, [0x00, 0x01, 0x7f, 0x1b]);
        const isOnALine = number % 2 === 0;
        const refused = till.refused();
        await scanner.send(
          isOnALine ? Buffer.concat([noiseOf(chance), Buffer.from("\r"), damaged, Buffer.from("\r")]) : noiseOf(chance),
        );
        // The till waits a second for the suffix of what it takes for the beginning of a code.
        if (!isOnALine) await until(() => till.refused() > refused);
        await scanner.send(`${code}\r`);
        sent.push(code);
        if (!(await until(() => codesOf(till).length >= sent.length))) break;
      }
      await settled(till, till.texts().length);
      return judge(sent, codesOf(till));
    });
  },
};

export const unplugged: Scenario = {
  name: "unplugged in mid-code",
  of: "unplugs",
  rounds: { small: 3, full: 60, planted: 3 },
  plants: [keepsHalfACode],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ pty, chance, open, until, settled }) => {
      const till = await open();
      // A till that has seen no suffix takes a pause for the end of a code.
      const sent = [codeOf(chance, 2 * rounds)];
      await pty.write(`${sent[0]}\r`);
      await settled(till, 1);
      const wrong: string[] = [];
      for (let number = 0; number < rounds; number += 1) {
        const half = codeOf(chance, rounds + number).slice(0, 1 + upTo(chance, 14));
        await pty.write(half);
        await pty.unplug();
        if (!(await until(() => till.words() !== "ready"))) wrong.push(`unplug ${number} was not seen`);
        await pty.plug();
        if (!(await until(() => till.words() === "ready"))) wrong.push(`plug ${number} was not seen`);
        sent.push(codeOf(chance, number));
        await pty.write(`${sent.at(-1)}\r`);
        if (!(await settled(till, sent.length))) break;
      }
      return judge(sent, till.texts(), wrong);
    });
  },
};

export const twoOpeners: Scenario = {
  name: "two open one port",
  of: "second openers",
  rounds: { small: 3, full: 40, planted: 1 },
  plants: [sharesThePort],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, until, settled }) => {
      const wrong: string[] = [];
      const sent: string[] = [];
      const got: string[] = [];
      let first = await open();
      for (let number = 0; number < rounds; number += 1) {
        const second = await open();
        if (second.words() !== "in-use") wrong.push(`second opener ${number} is told "${second.words()}"`);
        sent.push(codeOf(chance, number));
        await scanner.send(`${sent.at(-1)}\r`);
        await settled(first, 1);
        got.push(...first.texts());
        if (second.texts().length > 0) wrong.push(`second opener ${number} has read a code`);
        await first.close();
        if (!(await until(() => second.words() === "ready"))) wrong.push(`second opener ${number} was not let in`);
        await second.close();
        first = await open();
      }
      return judge(sent, got, wrong);
    });
  },
};

export const anotherName: Scenario = {
  name: "back under another name",
  of: "moves",
  rounds: { small: 2, full: 40, planted: 1 },
  plants: [goesByPathAlone],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ pty, chance, until, settled }) => {
      const other = await openPty();
      await other.unplug();
      const system = createPortList();
      const shown = (path: string): void => system.show([{ path, ids: A_SCANNER }]);
      shown(pty.tillSide);
      const till = await how.openTill({ path: pty.tillSide, ids: A_SCANNER }, createSerialSeats(system));
      const sent: string[] = [];
      const wrong: string[] = [];
      for (let number = 0; number < rounds; number += 1) {
        const [from, to] = number % 2 === 0 ? [pty, other] : [other, pty];
        await from.unplug();
        if (!(await until(() => till.words() !== "ready"))) wrong.push(`unplug ${number} was not seen`);
        await to.plug();
        shown(to.tillSide);
        if (!(await until(() => till.words() === "ready"))) wrong.push(`move ${number} was not found`);
        sent.push(codeOf(chance, number));
        await to.write(`${sent.at(-1)}\r`);
        if (!(await settled(till, sent.length))) break;
      }
      await till.close();
      await other.close();
      return judge(sent, till.texts(), wrong);
    });
  },
};

export const zebra: Scenario = {
  name: "SSI, and plain codes afterwards",
  of: "codes",
  rounds: { small: 4, full: 100, planted: 1 },
  plants: [sellsChunks, knowsOnlyCr],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, until }) => {
      const till = await open({ quietMs: 500 });
      const wrong: string[] = [];
      const sent: string[] = [];
      for (let number = 0; number < rounds; number += 1) {
        const data = Buffer.from(codeOf(chance, rounds + number) + oneOf(chance, ["", "\r", "\r\n"]));
        const packet = ssiPacket(data, {
          type: oneOf(chance, [0x03, 0x09, 0x0a, 0x0b, 0xf1]),
          status: upTo(chance, 1),
        });
        const cut = upTo(chance, packet.length);
        await scanner.send(packet.subarray(0, cut));
        await scanner.send(packet.subarray(cut));
        if (!(await until(() => till.words() === "ssi"))) wrong.push(`packet ${number} was not known`);
        sent.push(codeOf(chance, number));
        await scanner.send(`${sent.at(-1)}\r`);
        await until(() => codesOf(till).length >= sent.length);
        if (till.words() !== "ready") wrong.push(`after packet ${number} it is ${till.words()}`);
      }
      return judge(sent, till.texts(), wrong);
    });
  },
};
