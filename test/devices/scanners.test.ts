// All scanners as one, on this machine as it is: what is listed, what is delivered, and that a process with them can end.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { RehearsedCode } from "#contract/scan.ts";
import { z } from "#contract/schema.ts";
import { scannerViewSchema } from "#contract/scanners.ts";
import type { ScanKind } from "#till/recogniser/kinds.ts";
import { recognise } from "#till/recogniser/recognise.ts";
import { createFakeHid } from "./fake-hid.ts";
import { createManualClock, openStage } from "./stage.ts";
import { CODE } from "./vectors.ts";

const run = promisify(execFile);
const program = fileURLToPath(import.meta.resolve("./open-and-close.ts"));
const listSchema = z.array(scannerViewSchema).max(20);

/** Runs the program to its own end. @returns what it listed; rejects when it fails or does not end */
async function openAndClose(paths: readonly string[], env: Record<string, string> = {}) {
  const options = { env: { ...process.env, ...env }, timeout: 15_000, killSignal: "SIGKILL" } as const;
  const { stdout, stderr } = await run(process.execPath, [program, ...paths], options);
  expect(stderr).toBe("");
  return listSchema.parse(JSON.parse(stdout));
}

describe("a process with scanners", () => {
  it("lists them whatever is missing, and ends after close", { timeout: 20_000 }, async () => {
    const listed = await openAndClose(["/dev/counterfoil-none"], { PATH: "" });
    expect(new Set(listed.map(({ kind }) => kind))).toEqual(new Set(["hid", "serial", "keyboard", "pretend"]));
    const serial = listed.find(({ kind }) => kind === "serial");
    expect(serial).toMatchObject({
      state: "absent",
      words: "port-missing",
      note: expect.stringContaining("cannot open /dev/counterfoil-none"),
    });
  });

  it.runIf(process.platform === "linux")("starts without libusb, and says so", { timeout: 20_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "counterfoil-lib-"));
    try {
      await writeFile(join(folder, "libusb-1.0.so.0"), "");
      const listed = await openAndClose([], { LD_LIBRARY_PATH: folder });
      expect(listed.find(({ kind }) => kind === "hid")).toEqual({
        id: "hid",
        kind: "hid",
        name: "HID POS",
        state: "trouble",
        words: "library-missing",
        maker: null,
        note: expect.stringMatching(/libusb-1\.0\.so\.0/),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("what a page recognised", () => {
  it("is a scan like the others, judged once more", async () => {
    const clock = createManualClock();
    const { scanners, scans, logged } = await openStage({ clock });
    scanners.typed(`${CODE}\r`);
    scanners.typed("\r\n");
    scanners.typed("12\u00003456");
    expect(scans).toEqual([{ text: CODE, aim: null, kind: "keyboard", receivedAtMs: clock.nowMs() }]);
    expect(logged.map((line) => line.facts)).toEqual([{ scanner: "keyboard", reason: "not-printable" }]);
    await scanners.close();
  });
});

describe("the pretend scanner", () => {
  const shapes = {
    wechat: ["wechat"],
    "wechat-hk": ["wechat-hk"],
    alipay: ["alipay"],
    unionpay: ["unionpay"],
    product: ["product"],
    poster: ["poster"],
    link: ["link"],
    doubtful: ["wechat-unassigned"],
    stale: ["wechat"],
  } satisfies Record<Exclude<RehearsedCode, "repeated">, readonly ScanKind[]>;

  it("reads fresh codes of every kind", async () => {
    const { scanners, scans } = await openStage({ pretend: true });
    for (const [code, kinds] of Object.entries(shapes)) {
      scans.length = 0;
      for (let count = 0; count < 50; count += 1) scanners.pretend?.scan(code as keyof typeof shapes);
      expect(scans.map((scan) => [scan.kind, recognise(scan)])).toEqual(
        Array.from({ length: 50 }, () => ["pretend", ...kinds]),
      );
      expect(new Set(scans.map((scan) => scan.text)).size).toBe(50);
    }
    await scanners.close();
  });

  it("holds a stale code back for longer than its minute, and repeats what it read last, as new", async () => {
    const clock = createManualClock();
    const { scanners, scans } = await openStage({ pretend: true, clock });
    scanners.pretend?.scan("repeated");
    scanners.pretend?.scan("stale");
    clock.advance(5_000);
    scanners.pretend?.scan("repeated");
    const [first, stale, repeated] = scans;
    expect(first && recognise(first)).toBe("wechat");
    expect(clock.nowMs() - (stale?.receivedAtMs ?? 0)).toBe(75_000);
    expect(repeated).toEqual({ ...stale, receivedAtMs: clock.nowMs() });
    await scanners.close();
  });

  it("is heard like any other before its scan is delivered", async () => {
    const { scanners, scans } = await openStage({ pretend: true });
    const heard: string[] = [];
    scanners.onHeard((one) => heard.push(`${one.scanner} ${scans.length} ${new TextDecoder().decode(one.bytes)}`));
    scanners.pretend?.scan("poster");
    expect(heard).toEqual([`pretend 0 ${scans[0]?.text ?? ""}`]);
    await scanners.close();
  });

  it("gives product codes and posters whose check digits are right", async () => {
    const { scanners, texts } = await openStage({ pretend: true });
    for (let count = 0; count < 50; count += 1) scanners.pretend?.scan("product");
    for (const text of texts()) {
      const sum = text.split("").reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
      expect(sum % 10).toBe(0);
    }
    scanners.pretend?.scan("poster");
    const poster = texts().at(-1) ?? "";
    expect(poster.slice(-4)).toBe(crcOf(poster.slice(0, -4)));
    expect(crcOf("123456789")).toBe("29B1");
    await scanners.close();
  });

  it("is not there unless it is wanted", async () => {
    const { scanners } = await openStage({});
    expect({ pretend: scanners.pretend, listed: scanners.list().map(({ id }) => id) }).toEqual({
      pretend: null,
      listed: ["keyboard"],
    });
    await scanners.close();
  });
});

describe("the list", () => {
  it("is never longer than the contract allows", async () => {
    const serial = Array.from({ length: 30 }, (_, index) => ({
      path: `/dev/counterfoil-none-${index}`,
      baudRate: 9600,
    }));
    const { scanners } = await openStage({ serial, hid: true, hidLibrary: createFakeHid() });
    expect(listSchema.safeParse(scanners.list()).success).toBe(true);
    await scanners.close();
  });
});

/** CRC-16/CCITT-FALSE by polynomial division over a string of bits: the slow way, unlike the code that is tested. */
function crcOf(text: string): string {
  const bits = Array.from(text, (character) => character.charCodeAt(0).toString(2).padStart(8, "0")).join("");
  const start = (BigInt(`0b${bits}`) << 16n) ^ (0xffffn << BigInt(bits.length));
  let rest = start;
  for (let at = BigInt(bits.length + 15); at >= 16n; at -= 1n) if ((rest >> at) & 1n) rest ^= 0x11021n << (at - 16n);
  return rest.toString(16).toUpperCase().padStart(4, "0");
}
