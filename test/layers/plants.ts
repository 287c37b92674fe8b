// Violations of every rule, each in a file that exists only in the test's copy. `// here` marks the line that must be reported.

/** `says` is a part of the sentence that the rule must carry, where the rule can carry one. */
export type Plant = { readonly file: string; readonly rule: string; readonly source: string; readonly says?: string };

const PURE_ROOMS = ["src/contract", "src/bridge", "src/till/attempt", "src/texts", "devices/decode"];
const repeat = (count: number, line: string) => Array.from({ length: count }, () => line).join("\n");

const globals: readonly Plant[] = PURE_ROOMS.flatMap((room) => [
  {
    file: `${room}/p-clock.ts`,
    rule: "no-restricted-globals",
    source: "export const now = Date.now(); // here",
    says: "Clock",
  },
  {
    file: `${room}/p-date.ts`,
    rule: "no-restricted-globals",
    source: "export const day = new Date(); // here",
    says: "Clock",
  },
  {
    file: `${room}/p-this.ts`,
    rule: "no-restricted-globals",
    source: "export const all = globalThis; // here",
    says: "port",
  },
  {
    file: `${room}/p-chance.ts`,
    rule: "no-restricted-properties",
    source: "export const x = Math.random(); // here",
    says: "Ids",
  },
  {
    file: `${room}/p-built-in.ts`,
    rule: "no-restricted-properties",
    source: 'export const fs = process.getBuiltinModule("fs"); // here',
    says: "walks past",
  },
]);

const fetches: readonly Plant[] = [
  "src/omise",
  "src/main",
  "src/main/browser",
  "src/main/electron",
  "src/renderer/cashier",
].flatMap((room) => [
  {
    file: `${room}/p-fetch.ts`,
    rule: "no-restricted-globals",
    source: 'await fetch("x:"); // here',
    says: "pipe|undici",
  },
  {
    file: `${room}/p-this.ts`,
    rule: "no-restricted-globals",
    source: 'await globalThis.fetch("x:"); // here',
    says: "pipe|undici",
  },
]);

const importForms: readonly Plant[] = [
  { file: "src/till/p-import.ts", source: 'await import("#ledger/planted.ts"); // here' },
  { file: "src/till/p-again.ts", source: 'export * from "#ledger/planted.ts"; // here' },
  { file: "src/till/p-named.ts", source: 'export { x } from "#ledger/planted.ts"; // here' },
  { file: "src/till/p-effect.ts", source: 'import "#ledger/planted.ts"; // here' },
  { file: "src/omise/p-import.ts", source: 'await import("#till/planted.ts"); // here' },
  {
    file: "src/omise/p-inline.ts",
    source: 'import { type A, b } from "#till/planted.ts"; // here\nexport const c: A = b;',
  },
  { file: "test/till/p-up.ts", source: 'export * from "../support/planted.ts"; // here' },
  { file: "bench/p-up.ts", source: 'export * from "../src/till/planted.ts"; // here' },
  { file: "src/main/p-argon.ts", source: 'import { argon2Sync } from "node:crypto"; // here\nargon2Sync("x", {});' },
  { file: "src/main/p-host.ts", source: 'export * from "./browser/planted.ts"; // here' },
  {
    file: "src/till/p-hushed.ts",
    source: '// eslint-disable-next-line no-restricted-imports\nexport * from "#ledger/planted.ts"; // here',
  },
].map((plant) => ({ rule: "no-restricted-imports", ...plant }));

const hiddenSpecifiers: readonly Plant[] = [
  { file: "src/till/p-name.ts", source: 'const name: string = "#ledger/x.ts";\nawait import(name); // here' },
  { file: "src/main/p-name.ts", source: "export const get = (name: string) => import(name); // here" },
  { file: "src/main/p-still.ts", source: "export const get = () => import(`#renderer/x.ts`); // here" },
  { file: "src/main/p-tick.ts", source: "export const get = (n: string) => import(`#main/${n}.ts`); // here" },
  { file: "src/main/p-sum.ts", source: 'export const get = (n: string) => import("#main/" + n); // here' },
].map((plant) => ({ rule: "plain-specifier", says: "plain string", ...plant }));

const lazyDoors: readonly Plant[] = [
  'import { SetUp } from "#renderer/set-up/set-up.tsx"; // here\nexport const x = SetUp;',
  'export { SetUp } from "#renderer/set-up/set-up.tsx"; // here',
  'export * from "#renderer/end-of-day/end-of-day.tsx"; // here',
].map((source, at) => ({ file: `src/renderer/cashier/p-door-${at}.ts`, rule: "lazy-door", source, says: "import" }));

const promises: readonly Plant[] = [
  "src/till/p-",
  "src/renderer/cashier/p-",
  "src/main/p-",
  "test/till/p-",
  "bench/p-",
].flatMap((start) => [
  {
    file: `${start}floating.ts`,
    rule: "no-floating-promises",
    source: "async function work() {}\nexport function go() {\n  work(); // here\n}",
  },
  {
    file: `${start}misused.ts`,
    rule: "no-misused-promises",
    source:
      "declare function work(): Promise<boolean>;\nexport const go = () => {\n  if (work()) return 1; // here\n  return 2;\n};",
  },
  {
    file: `${start}return.ts`,
    rule: "return-await",
    source:
      "declare function work(): Promise<number>;\nexport async function go() {\n  try {\n    return work(); // here\n  } finally {\n    await work();\n  }\n}",
  },
  {
    file: `${start}switch.ts`,
    rule: "switch-exhaustiveness-check",
    source:
      'export function go(state: "paid" | "unknown") {\n  switch (state) { // here\n    case "paid":\n      return 1;\n  }\n}',
  },
]);

const style: readonly Plant[] = [
  { file: "src/till/p-default.ts", rule: "no-default-export", source: "export default 1; // here" },
  { file: "test/till/p-default.ts", rule: "no-default-export", source: "export default 1; // here" },
  {
    file: "src/till/p-cycle-a.ts",
    rule: "no-cycle",
    source: 'import { b } from "./p-cycle-b.ts"; // here\nexport const a = (): number => b();',
  },
  {
    file: "src/till/p-cycle-b.ts",
    rule: "no-cycle",
    source: 'import { a } from "#till/p-cycle-a.ts"; // here\nexport const b = (): number => a();',
  },
  {
    file: "src/till/p-types.ts",
    rule: "consistent-type-imports",
    source: 'import { Clock } from "#till/ports.ts"; // here\nexport type X = Clock;',
  },
  {
    file: "src/till/p-type-of.ts",
    rule: "consistent-type-imports",
    source: 'export type X = import("#till/ports.ts").Clock; // here',
  },
  {
    file: "src/till/p-side.ts",
    rule: "no-import-type-side-effects",
    source: 'import { type Clock } from "#till/ports.ts"; // here\nexport type X = Clock;',
  },
  {
    file: "src/main/p-require.ts",
    rule: "no-require-imports",
    source: 'export const fs = require("node:fs"); // here',
  },
  {
    file: "src/main/p-equals.ts",
    rule: "no-require-imports",
    source: 'import fs = require("node:fs"); // here\nexport const x = fs;',
  },
  { file: "src/till/p-any.ts", rule: "no-explicit-any", source: "export const x = (y: any) => y; // here" },
  {
    file: "src/till/p-empty.ts",
    rule: "no-empty",
    source: "export function go() {\n  try {\n    go();\n  } catch {} // here\n}",
  },
  {
    file: "src/till/p-cause.ts",
    rule: "preserve-caught-error",
    source:
      'export function go() {\n  try {\n    go();\n  } catch (error) {\n    throw new Error("no"); // here\n  }\n}',
  },
  { file: "src/till/p-long.ts", rule: "max-lines", source: `${repeat(250, "// a line")}\nexport const x = 1; // here` },
  {
    file: "src/till/p-tall.ts",
    rule: "max-lines-per-function",
    source: `export function go(y: number) { // here\n${repeat(39, "  y += 1;")}\n}`,
  },
  {
    file: "src/renderer/cashier/p-tall.tsx",
    rule: "max-lines-per-function",
    source: `export function Go({ y }: { y: number }) { // here\n${repeat(79, "  y += 1;")}\n}`,
  },
  {
    file: "src/renderer/cashier/p-tall.ts",
    rule: "max-lines-per-function",
    source: `export function go(y: number) { // here\n${repeat(39, "  y += 1;")}\n}`,
  },
  {
    file: "test/till/p-tall.ts",
    rule: "max-lines-per-function",
    source: `export function go(y: number) { // here\n${repeat(79, "  y += 1;")}\n}`,
  },
  {
    file: "src/till/p-wide.ts",
    rule: "max-params",
    source: "export const go = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d]; // here",
  },
  {
    file: "src/main/p-argon-by-name.ts",
    rule: "no-restricted-properties",
    source: 'import * as crypto from "node:crypto";\nexport const x = crypto.argon2; // here',
    says: "scrypt",
  },
  {
    file: "src/main/p-built-in.ts",
    rule: "no-restricted-properties",
    source: "export const { getBuiltinModule } = process; // here",
    says: "walks past",
  },
];

const inTests: readonly Plant[] = ["mock", "doMock", "spyOn"]
  .map((name) => ({
    file: `test/till/p-${name}.test.ts`,
    rule: "no-restricted-properties",
    source: `import { vi } from "vitest";\nvi.${name}("x", "y"); // here`,
    says: "far edge",
  }))
  .concat([
    {
      file: "test/till/p-only.test.ts",
      rule: "no-focused-tests",
      source: 'import { it } from "vitest";\nit.only("x", () => {}); // here',
      says: "",
    },
    {
      file: "test/till/p-skip.test.ts",
      rule: "no-disabled-tests",
      source: 'import { it } from "vitest";\nit.skip("x", () => {}); // here',
      says: "",
    },
  ]);

export const PLANTS: readonly Plant[] = [
  ...globals,
  ...fetches,
  ...importForms,
  ...hiddenSpecifiers,
  ...lazyDoors,
  ...promises,
  ...style,
  ...inTests,
];
