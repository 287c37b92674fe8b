// Scenarios of codes that arrive: at the speed of the line, in pieces, glued, without a suffix, and in every frame of a line.
import { setTimeout as wait } from "node:timers/promises";
import { codeOf, oneOf, STALL_MS, upTo } from "./cable.ts";
import { doublesCodes, knowsOnlyCr, losesCodes, sellsAfterAnyPause, sellsChunks, waitsForASuffix } from "./naive.ts";
import { onCable, type Scenario } from "./scenario.ts";
import { judge, judgeFair, sum, type Tally } from "./tally.ts";

const SUFFIXES = ["\r", "\n", "\r\n", "\t"] as const;
/** Ten bits a byte. */
const BYTES_A_SECOND = 960;
const LONGEST_GAP_MS = 12;

export const lineSpeed: Scenario = {
  name: "one after another at 9600 baud",
  of: "codes",
  rounds: { small: 50, full: 1000, planted: 45 },
  plants: [losesCodes, doublesCodes],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, until }) => {
      const till = await open();
      const sent = Array.from({ length: rounds }, (_none, number) => codeOf(chance, number));
      await scanner.send(`${sent[0]}\r`);
      const line = sent.slice(1).join("\r");
      const stalls = await scanner.send(`${line}\r`, BYTES_A_SECOND);
      const codeAt = (at: number): string => sent[line.slice(0, at).split("\r").length] ?? "";
      const stalled = new Map(stalls.map(({ at, forMs }) => [codeAt(at), forMs]));
      sent.push(codeOf(chance, rounds));
      await scanner.send(`${sent.at(-1)}\r`);
      await until(() => till.texts().at(-1) === sent.at(-1));
      return judgeFair(sent, till.texts(), stalled);
    });
  },
};

export const split: Scenario = {
  name: "cut anywhere, with pauses",
  of: "codes",
  rounds: { small: 20, full: 400, planted: 10 },
  plants: [sellsChunks, sellsAfterAnyPause],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, until }) => {
      const till = await open({ quietMs: 500 });
      const sent: string[] = [];
      const stalled = new Map<string, number>();
      for (let number = 0; number < rounds; number += 1) {
        const code = codeOf(chance, number);
        const bytes = Buffer.from(code + oneOf(chance, SUFFIXES));
        sent.push(code);
        for (let from = 0; from < bytes.length;) {
          const to = from + 1 + upTo(chance, 9);
          const startMs = performance.now();
          await scanner.send(bytes.subarray(from, to));
          await wait(upTo(chance, LONGEST_GAP_MS));
          const forMs = performance.now() - startMs;
          if (forMs > STALL_MS) stalled.set(code, forMs);
          from = to;
        }
      }
      sent.push(codeOf(chance, rounds));
      await scanner.send(`${sent.at(-1)}\r`);
      await until(() => till.texts().at(-1) === sent.at(-1));
      return judgeFair(sent, till.texts(), stalled);
    });
  },
};

export const glued: Scenario = {
  name: "many in one piece",
  of: "codes",
  rounds: { small: 200, full: 5000, planted: 20 },
  plants: [knowsOnlyCr],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, settled }) => {
      const till = await open();
      const sent = Array.from({ length: rounds }, (_none, number) => codeOf(chance, number));
      await scanner.send(sent.map((code) => code + oneOf(chance, SUFFIXES)).join(""));
      await settled(till, sent.length);
      return judge(sent, till.texts());
    });
  },
};

export const suffixless: Scenario = {
  name: "no suffix",
  of: "codes",
  rounds: { small: 8, full: 200, planted: 2 },
  plants: [waitsForASuffix],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, settled }) => {
      const till = await open({ suffix: oneOf(chance, ["auto", "none"]), quietMs: 30 });
      const sent: string[] = [];
      for (let number = 0; number < rounds; number += 1) {
        sent.push(codeOf(chance, number));
        await scanner.send(sent.at(-1) ?? "");
        if (!(await settled(till, sent.length))) break;
      }
      return judge(sent, till.texts());
    });
  },
};

const FRAMES = [300, 9600, 115_200].flatMap((baudRate) =>
  [7, 8].flatMap((dataBits) =>
    ["none", "even", "odd"].flatMap((parity) =>
      [1, 2].flatMap((stopBits) => [false, true].map((rtscts) => ({ baudRate, dataBits, parity, stopBits, rtscts }))),
    ),
  ),
);
const ENDINGS = [
  ["auto", "\r"],
  ["cr", "\r"],
  ["lf", "\n"],
  ["crlf", "\r\n"],
  ["tab", "\t"],
  ["none", ""],
] as const;

export const frames: Scenario = {
  name: "every frame and suffix",
  of: "openings",
  rounds: { small: 12, full: FRAMES.length * 2, planted: 6 },
  plants: [knowsOnlyCr],
  async run(how) {
    const { rounds } = how;
    return await onCable(how, async ({ chance, scanner, open, settled }) => {
      const tallies: Tally[] = [];
      for (let round = 0; round < rounds; round += 1) {
        // Spread over all of them, however few rounds there are.
        const frame = FRAMES[Math.floor((round * FRAMES.length) / rounds)];
        const [suffix, ending] = ENDINGS[round % ENDINGS.length] ?? ENDINGS[0];
        const till = await open({ ...frame, suffix, quietMs: 30 });
        const code = codeOf(chance, round);
        await scanner.send(code + ending);
        await settled(till, 1);
        const wrong = till.words() === "ready" ? [] : [`${JSON.stringify(frame)} is ${till.words()}`];
        tallies.push(judge([code], till.texts(), wrong));
        await till.close();
      }
      return sum(tallies);
    });
  },
};
