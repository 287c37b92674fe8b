// `npm run record` as a program: a scanner at the end of a cable, a file of its bytes, and no digit of its code anywhere.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { recordingSchema } from "#main/scan-recording.ts";
import { describeWith } from "#test/support/needs.ts";
import { openPty } from "#test/support/pty.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("#main/tools/record.ts"));

/** @param ready is called when the program waits for scans; Enter is pressed once it has resolved */
async function record(words: readonly string[], ready: () => Promise<void> = async () => {}) {
  const program = spawn(process.execPath, [PROGRAM, ...words], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  const listening = Promise.withResolvers<void>();
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Enter ends")) listening.resolve();
    });
  }
  const exit = new Promise<number | null>((resolve) => program.once("exit", resolve));
  await Promise.race([listening.promise, exit]);
  await ready();
  program.stdin.end("\n");
  return { code: await exit, said: () => said };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "counterfoil-record-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describeWith("a recording by hand", ["socat"], () => {
  it("holds what came and what it was read as, the code replaced", async () => {
    const pty = await openPty();
    onTestFinished(pty.close);
    const to = folder();
    const words = ["a-scanner", "--serial", pty.tillSide, "--about", "A test.", "--to", to];
    const { code, said } = await record(words, () => pty.write("]C0289431869362714645\r\n"));
    expect([code, said()]).toEqual([0, expect.stringContaining("]C0284567890123456789")]);
    const text = readFileSync(join(to, "a-scanner.json"), "utf8");
    expect(said() + text).not.toMatch(/9431869362714645|39343331383639/);
    const { about, scanners, heard } = recordingSchema.parse(JSON.parse(text));
    expect([about, scanners]).toEqual([
      "A test.",
      [{ kind: "serial", name: pty.tillSide, line: { suffix: "auto", quietMs: 60 } }],
    ]);
    const sent = Buffer.from("]C0284567890123456789\r\n").toString("hex");
    expect(heard.map(({ hex }) => hex).join("")).toBe(sent);
    expect(heard.flatMap(({ read }) => read)).toEqual([{ text: "284567890123456789", aim: "]C0" }]);
    expect((await record(words)).said()).toMatch(/There is a recording .*a-scanner\.json already/);
  });
});

describe("what cannot be recorded", () => {
  it.each([
    [[], /One NAME is needed/],
    [["../up"], /One NAME is needed/],
    [["one", "two"], /One NAME is needed/],
    [["one", "--seconds", "never"], /--seconds is a number/],
    [["one", "--loud"], /Unknown option '--loud'/],
  ])("%j is refused in a sentence", async (words, sentence) => {
    const { code, said } = await record(words);
    expect([code, said()]).toEqual([1, expect.stringMatching(sentence)]);
  });

  it("a till of another folder without scanners leaves no file", async () => {
    const to = folder();
    const { code, said } = await record(["nothing", "--serial", join(to, "none"), "--seconds", "0.1", "--to", to]);
    expect([code, said()]).toEqual([1, expect.stringContaining("Nothing has arrived; no file was written.")]);
  });
});
