// Imports are half of layering, globals the other half: what a room may not touch must not even have a type there.
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyTree, type Copy } from "./copy.ts";

const MINUTE_MS = 60_000;
const NODE_ONLY = ["process.pid", "Buffer.alloc(1)", "setImmediate(() => {})"];
const PAGE_ONLY = ["document.title", "window.name", "history.length"];
const EVERYWHERE = ["console.log(1)", "setTimeout(() => {}, 1)", "crypto.randomUUID()", 'new URL("x:")', 'fetch("x:")'];
const NOWHERE = ["const x: number = [1][0];"];

const EXPECTED = [
  ...["src/contract", "src/bridge", "src/till/attempt", "src/texts", "devices/decode"].map((room) => ({
    project: "tsconfig.pure.json",
    room,
    lines: [...NODE_ONLY, ...PAGE_ONLY, ...EVERYWHERE, ...NOWHERE],
  })),
  { project: "tsconfig.web.json", room: "src/renderer/cashier", lines: [...NODE_ONLY, ...NOWHERE] },
  ...["src/omise", "src/ledger", "src/simulator", "src/main", "src/preload", "devices"].map((room) => ({
    project: "tsconfig.node.json",
    room,
    lines: [...PAGE_ONLY, ...NOWHERE],
  })),
];

let copy: Copy;
let errors: ReadonlyMap<string, readonly string[]>;

beforeAll(() => {
  copy = copyTree();
  for (const { room, lines } of EXPECTED) copy.plant(`${room}/p-globals.ts`, `export {};\n${lines.join("\n")}\n`);
  const projects = [...new Set(EXPECTED.map(({ project }) => project))];
  errors = new Map(projects.map((project) => [project, copy.typeErrors(project)]));
}, 3 * MINUTE_MS);
afterAll(() => copy.remove());

it.each(EXPECTED)("$room has no word for what it may not touch", ({ project, room, lines }) => {
  const here = (errors.get(project) ?? []).filter((place) => place.startsWith(`${room}/p-globals.ts:`));
  const expected = lines.map((_line, index) => `${room}/p-globals.ts:${index + 2}`);
  expect([...new Set(here)]).toEqual(expected);
});
