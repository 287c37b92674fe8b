// What a HID POS scanner does in a shop, one function each: codes of every layout, long ones, bursts, halves, plugs.
import { nodeHid } from "#devices/hid-library.ts";
import * as vectors from "#test/devices/vectors.ts";
import { HID_POS_SHORT, KEYBOARD } from "./descriptors.ts";
import { until, type Rig } from "./rig.ts";
import type { Tally } from "./tally.ts";
import { createVirtualScanner, HONEYWELL, type VirtualScanner } from "./virtual-scanner.ts";

export type Stage = { readonly rig: Rig; readonly device: VirtualScanner; readonly tally: Tally };

/** A little longer than a half scan waits for its rest. */
const QUIET_MS = 310;
const { CODE, LAYOUT_A, LAYOUT_B, V3_FIRST_DATA, V3_TICKET } = vectors;

let serial = 0;
/** A payment code that was not used before. */
export function freshCode(): string {
  serial += 1;
  return `13${String(serial).padStart(16, "0")}`;
}

/** Layout A, `]C0`, in as many reports as it takes. */
export function reportsOf(text: string): readonly Uint8Array[] {
  const parts = text.match(/.{1,56}/gsu) ?? [];
  return parts.map((part, at) => {
    const head = `02${part.length.toString(16).padStart(2, "0")}5d4330${Buffer.from(part).toString("hex")}`;
    return vectors.report(head, at === parts.length - 1 ? "6a0000" : "6a0001");
  });
}

const VECTORS: readonly (readonly [string, readonly Uint8Array[], readonly string[]])[] = [
  ["V1, a menu answer in six reports", vectors.V1_MENU_ANSWER, []],
  ["V2, a menu command's end", [vectors.V2_MENU_END], []],
  ["V3, a ticket in two reports", V3_TICKET, [`${V3_FIRST_DATA} 100`]],
  ["V3, its second report alone", V3_TICKET.slice(1), [" 100"]],
  ["V4, a serial number", [vectors.V4_SERIAL_NUMBER], []],
  ["V4, an acknowledgement", [vectors.V4_ACKNOWLEDGE], []],
  ["V5, Microscan's own layout", [vectors.V5_MICROSCAN], []],
  ["a code in a menu answer", [vectors.report(`02125d5830${Buffer.from(CODE).toString("hex")}`)], []],
  ["A, Code 128", [LAYOUT_A], [CODE]],
  ["A, QR with CR", [vectors.LAYOUT_A_WITH_CR], [CODE]],
  ["A'", [vectors.LAYOUT_A_SHIFTED], [CODE]],
  ["B", [LAYOUT_B], [CODE]],
  ["B, longer than its descriptor", [Uint8Array.from([...LAYOUT_B, ...LAYOUT_B.subarray(0, 36)])], [CODE]],
  ["a length of 255", [vectors.report(`02ff${"31".repeat(56)}`)], ["1".repeat(56)]],
  ["a length of 255 over a code", [vectors.report(`02ff${Buffer.from(CODE).toString("hex")}`)], []],
];

/** Each is followed by a code, which shows that all before it was read. */
export async function vectorsPhase({ rig, device, tally }: Stage): Promise<void> {
  for (const [name, reports, texts] of VECTORS) {
    const from = rig.scans.length;
    const end = freshCode();
    await rig.send(device, [...reports, ...reportsOf(end)], [...texts, end]);
    if (
      tally.same(
        name,
        rig.scans.slice(from).map(({ text }) => text),
        [...texts, end],
      )
    )
      tally.count("vectors");
    else return;
  }
}

/** What the kernel says of it, and what the list says. */
export async function enumeratePhase({ rig, tally }: Stage): Promise<void> {
  const seen = (await nodeHid.devicesAsync()).map(({ vendorId, usagePage, usage, product, serialNumber }) => ({
    vendorId,
    usagePage,
    usage,
    product,
    serialNumber,
  }));
  const { vendorId, name, serial: serialNumber } = HONEYWELL;
  tally.same("enumeration", seen, [{ vendorId, usagePage: 0x8c, usage: 2, product: name, serialNumber }]);
  const line = { id: "hid:0c2e:0b61:VM-1", kind: "hid", name, state: "ready", words: null, maker: null, note: "" };
  tally.same("the list", rig.scanners.list()[0], line);
}

/** 57 to 512 characters, in two to ten reports, nothing between them. */
export async function joinsPhase({ rig, device, tally }: Stage): Promise<void> {
  for (let at = 0; at < 120; at += 1) {
    const length = 57 + ((at * 193) % 456);
    const text = Array.from({ length }, (_, place) => String.fromCharCode(0x21 + ((at + place * 7) % 60))).join("");
    await rig.send(device, reportsOf(text), [text]);
    tally.count("joined");
  }
  await rig.settle("long joins", tally);
}

/** As many as the kernel keeps for a reader, with no pause; also while the till does something else. */
export async function burstsPhase({ rig, device, tally }: Stage): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    const codes = Array.from({ length: 48 }, freshCode);
    rig.expect(codes);
    const sent = device.sendAtOnce(codes.flatMap(reportsOf));
    if (turn % 2 === 1) blockFor(300);
    await sent;
    await rig.settle(`burst ${turn}`, tally);
    tally.count("burst", codes.length);
  }
}

/** Nothing that it had to say may be heard: other programs are as slow. */
function blockFor(ms: number): void {
  for (const endMs = performance.now() + ms; performance.now() < endMs;);
}

/** A half scan whose rest never comes, then quiet, then a code. */
export async function halvesPhase({ rig, device, tally }: Stage): Promise<void> {
  const half = V3_TICKET[0] ?? LAYOUT_A;
  const otherHalf = reportsOf("9".repeat(60)).slice(0, 1);
  for (let turn = 0; turn < 10; turn += 1) {
    const from = rig.scans.length;
    const heard = rig.heard.length;
    await rig.send(device, turn % 2 === 0 ? [half] : otherHalf, []);
    await until(() => rig.heard.length > heard);
    rig.pass(QUIET_MS);
    const code = freshCode();
    await rig.send(device, reportsOf(code), [code]);
    if (
      !tally.same(
        "half scans",
        rig.scans.slice(from).map(({ text }) => text),
        [code],
      )
    )
      return;
    tally.count("halves");
  }
}

/** A device whose reports are 24 bytes; and a short report of one that should send 64, which some kernels drop. */
export async function shortPhase({ rig, device, tally }: Stage): Promise<void> {
  const short = createVirtualScanner({ vendorId: 0x1eab, serial: "VM-2", descriptor: HID_POS_SHORT });
  const from = rig.scans.length;
  await device.unplug();
  await short.plug();
  await until(() => rig.scanners.list().some(({ id, state }) => id.endsWith("VM-2") && state === "ready"));
  const inA = `28${"0".repeat(14)}`;
  await rig.send(short, [LAYOUT_B.subarray(0, 24)], [CODE]);
  await rig.send(short, [reportsOf(inA)[0]?.subarray(0, 24) ?? LAYOUT_B], [inA]);
  await short.quit();
  await device.plug();
  await until(() => rig.scanners.list()[0]?.id.endsWith("VM-1") === true && rig.said()?.state === "ready");
  tally.same(
    "reports of 24 bytes",
    rig.scans.slice(from).map(({ text }) => text),
    [CODE, inA],
  );
  const end = freshCode();
  await device.sendAtOnce([Uint8Array.of(2, 3, 0x5d, 0x43, 0x30, 0x31, 0x32, 0x33), ...reportsOf(end)]);
  await until(() => rig.scans.at(-1)?.text === end);
  const came = rig.scans.slice(from + 2).map(({ text }) => text);
  rig.expect(came.length === 2 ? ["123", end] : [end]);
  await rig.settle("a short report", tally);
  console.log(`a report of 8 of 64 bytes: ${came.length === 2 ? "comes, and is read" : "the kernel drops it"}`);
}

/** Out and in again, with a scan each time; in every second one the cable goes in the middle of a scan. */
export async function replugPhase({ rig, device, tally }: Stage): Promise<void> {
  let firstMib = 0;
  for (let turn = 0; turn < 60; turn += 1) {
    if (turn % 2 === 1) await rig.send(device, V3_TICKET.slice(0, 1), []);
    await (turn % 5 === 4 ? device.tearOut() : device.unplug());
    await until(() => rig.said()?.state === "absent");
    await device.plug();
    await rig.ready();
    const code = freshCode();
    await rig.send(device, reportsOf(code), [code]);
    tally.count("replugs");
    if (turn === 9) firstMib = residentMib();
  }
  await rig.settle("re-plugs", tally);
  const grown = residentMib() - firstMib;
  memory = { grown, most: MOST_GROWN_MIB };
  if (grown > MOST_GROWN_MIB) tally.wrong(`memory grew by ${grown.toFixed(1)} MiB in 50 re-plugs`);
}

/** Over 50 re-plugs, after rubbish was collected. */
const MOST_GROWN_MIB = 8;
let memory = { grown: 0, most: MOST_GROWN_MIB };
export const memoryFact = (): string => `memory ${memory.grown.toFixed(1)} MiB more (at most ${memory.most})`;

function residentMib(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}

/** A user without the udev rule is told so, and has the scanner as soon as the rule is there. */
export async function deniedPhase({ rig, device, tally }: Stage): Promise<void> {
  const NOBODY = 65_534;
  await device.unplug();
  await until(() => rig.said()?.state === "absent");
  process.seteuid?.(NOBODY);
  await device.plug();
  await until(() => rig.said()?.state === "trouble");
  const { state, words, note } = rig.scanners.list()[0] ?? {};
  process.seteuid?.(0);
  tally.same("a forbidden device", { state, words }, { state: "trouble", words: "no-permission-hid" });
  tally.same("what the system says of it", /permission denied/i.test(note ?? ""), true);
  await rig.ready();
  const code = freshCode();
  await rig.send(device, reportsOf(code), [code]);
  await rig.settle("a device that was forbidden", tally);
}

/** A known maker's keyboard is named, and its keys are no scan; a unit that has both is redirected where it is wanted. */
export async function keyboardPhase(open: (redirect: boolean) => Promise<Rig>, tally: Tally): Promise<void> {
  const keyboard = createVirtualScanner({ descriptor: KEYBOARD });
  const beside = createVirtualScanner();
  await keyboard.plug();
  const rig = await open(true);
  await until(() => rig.said()?.words === "keyboard-mode");
  tally.same("a keyboard", rig.said(), { state: "absent", words: "keyboard-mode" });
  const keys = vectors.V6_KEY_USAGES.flatMap((key) => [Uint8Array.of(0, 0, key, 0, 0, 0, 0, 0), new Uint8Array(8)]);
  await keyboard.sendAtOnce(keys);
  await beside.plug();
  await rig.ready();
  await until(() => beside.features.length > 0);
  tally.same(
    "the redirect",
    { keyboard: keyboard.features, beside: beside.features },
    { keyboard: [], beside: ["fe01"] },
  );
  const code = freshCode();
  await rig.send(beside, reportsOf(code), [code]);
  await rig.settle("a redirected unit", tally);
  await rig.close();
  await keyboard.quit();
  await beside.quit();
}
