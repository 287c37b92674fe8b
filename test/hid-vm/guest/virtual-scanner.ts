// A HID device of the guest's kernel, as a thing to plug, to send reports and to unplug. Behind it is one process of vscanner.c.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { HID_POS } from "./descriptors.ts";

const PROGRAM = "/vm/vscanner";

export type DeviceIds = {
  readonly vendorId: number;
  readonly productId: number;
  readonly name: string;
  readonly serial: string;
  readonly descriptor: Uint8Array;
};

export type VirtualScanner = {
  /** Resolves when the kernel has made its /dev/hidrawN. */
  plug(): Promise<string>;
  /** One input report, the id first. Resolves when the kernel has it. */
  send(report: Uint8Array): Promise<void>;
  /** All in one piece: no pause between them but the kernel's own. */
  sendAtOnce(reports: readonly Uint8Array[]): Promise<void>;
  unplug(): Promise<void>;
  /** The process dies, and the kernel takes the device away; it can be plugged again. */
  tearOut(): Promise<void>;
  /** The feature reports that a host has sent, in hex. */
  readonly features: readonly string[];
  quit(): Promise<void>;
};

export const HONEYWELL: DeviceIds = {
  vendorId: 0x0c2e,
  productId: 0x0b61,
  name: "Virtual HID POS scanner",
  serial: "VM-1",
  descriptor: HID_POS,
};

export function createVirtualScanner(ids: Partial<DeviceIds> = {}): VirtualScanner {
  const { vendorId, productId, name, serial, descriptor } = { ...HONEYWELL, ...ids };
  const features: string[] = [];
  let program = start();

  function start() {
    const child = spawn(PROGRAM, { stdio: ["pipe", "pipe", "inherit"] });
    const waiting: { readonly done: () => void; readonly failed: (error: Error) => void }[] = [];
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.stdin.on("error", () => undefined);
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("set ")) return void features.push(line.slice(4));
      const next = waiting.shift();
      if (line === "ok") next?.done();
      else next?.failed(new Error(`vscanner: ${line}`));
    });
    return { child, waiting, ended };
  }

  async function say(lines: readonly string[]): Promise<void> {
    const { child, waiting } = program;
    const answers = lines.map(() => new Promise<void>((done, failed) => waiting.push({ done, failed })));
    child.stdin.write(lines.map((line) => `${line}\n`).join(""));
    await Promise.all(answers);
  }
  const inputs = (reports: readonly Uint8Array[]) => reports.map((one) => `input\t${Buffer.from(one).toString("hex")}`);

  return {
    features,
    async plug() {
      const before = new Set(nodes());
      await say([["create", vendorId, productId, name, serial, Buffer.from(descriptor).toString("hex")].join("\t")]);
      for (let turn = 0; turn < 2_000; turn += 1) {
        const made = nodes().find((node) => !before.has(node));
        if (made !== undefined) return `/dev/${made}`;
        await wait(5);
      }
      throw new Error("the kernel made no hidraw node");
    },
    send: async (report) => await say(inputs([report])),
    sendAtOnce: async (reports) => await say(inputs(reports)),
    unplug: async () => await say(["destroy"]),
    async tearOut() {
      program.child.kill("SIGKILL");
      await program.ended;
      program = start();
    },
    async quit() {
      program.child.stdin.end("quit\n");
      await program.ended;
    },
  };
}

function nodes(): readonly string[] {
  if (!existsSync("/sys/class/hidraw")) return [];
  return readdirSync("/sys/class/hidraw").filter((node) => existsSync(`/dev/${node}`));
}
