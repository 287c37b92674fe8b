// The import table of docs/house.md as data: what each room may name. `planted.test.ts` offers every room everything below and
// expects the lint to refuse exactly the rest. It stands apart from .oxlintrc.json on purpose: two statements, compared.

/** One room: a file that exists only in the test's copy, and what it may name. `types` = only by `import type`. */
export type Row = { readonly file: string; readonly allowed: readonly string[]; readonly types?: readonly string[] };

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const NEIGHBOURS = words("./planted.ts ./below/planted.ts");
const CONTRACT = words("#contract/planted.ts #contract/below/planted.ts #contract/schema.ts");
const BRIDGE = words("#bridge/pipe.ts #bridge/client.ts #bridge/server.ts");
const TILL = words("#till/planted.ts #till/attempt/planted.ts");
const BACK_ROOMS = words("#omise/planted.ts #ledger/planted.ts #simulator/planted.ts #texts/planted.ts");
const DEVICES = words("#devices/planted.ts #devices/decode/planted.ts");
const MAIN = words("#main/planted.ts #main/tools/planted.ts");
const SHARED = words("#renderer/shared/planted.ts #renderer/shared/components/planted.tsx");
const WINDOWS = words("cashier customer end-of-day set-up");
const LAZY_DOORS = words("#renderer/end-of-day/end-of-day.tsx #renderer/set-up/set-up.tsx");
const KIT = words("react react/jsx-runtime react-dom react-dom/client");
const SERVER = words("hono hono/body-limit @hono/node-server @hono/node-server/serve-static");
const BUILT_IN = words(
  "node:fs node:fs/promises node:path node:crypto node:zlib node:tls node:net node:http node:child_process",
);
const ELECTRON = words("electron electron/main");
const PACKAGES = words(`
  zod undici cockatiel better-sqlite3 uqr jsqr pngjs jpeg-js node-hid serialport pino ws i18next react-i18next
  @fontsource/noto-sans-thai/400.css onscan.js use-scan-detection devtools-protocol devtools-protocol/types/x.d.ts vitest playwright-core fs crypto`);
const WAYS_OUT = words(`
  .. ../planted.ts ./../planted.ts ./below/../../planted.ts #contract/../till/planted.ts .
  #test/planted.ts #unknown/planted.ts #preload/planted.ts #main/electron/planted.ts #main/browser/planted.ts
  /etc/planted.ts file:///planted.ts data:text/javascript,1 https://planted.example/planted.ts`);

/** All that is offered to every room: every room's files, every kind of package, every way of walking out. */
export const OFFERED: readonly string[] = [
  ...NEIGHBOURS,
  ...CONTRACT,
  ...BRIDGE,
  ...TILL,
  ...BACK_ROOMS,
  ...DEVICES,
  ...MAIN,
  ...SHARED,
  ...WINDOWS.map((name) => `#renderer/${name}/planted.tsx`),
  ...LAZY_DOORS,
  ...KIT,
  ...SERVER,
  ...BUILT_IN,
  ...ELECTRON,
  ...PACKAGES,
  ...WAYS_OUT,
];

function windowRow(name: string, more: readonly string[] = []): Row {
  return {
    file: `src/renderer/${name}/offered.tsx`,
    allowed: [
      `#renderer/${name}/planted.tsx`,
      `#renderer/${name}/${name}.tsx`,
      ...more,
      ...SHARED,
      ...CONTRACT,
      ...KIT,
    ],
  };
}

export const TABLE: Readonly<Record<string, Row>> = {
  contract: { file: "src/contract/offered.ts", allowed: CONTRACT },
  bridge: { file: "src/bridge/offered.ts", allowed: [...CONTRACT, ...BRIDGE] },
  till: { file: "src/till/attempt/offered.ts", allowed: [...CONTRACT, ...TILL] },
  texts: { file: "src/texts/offered.ts", allowed: [...CONTRACT, ...words("#texts/planted.ts i18next")] },
  "devices/decode": { file: "devices/decode/offered.ts", allowed: [...CONTRACT, "#devices/decode/planted.ts"] },
  omise: {
    file: "src/omise/offered.ts",
    allowed: [...CONTRACT, ...words("#omise/planted.ts undici cockatiel node:tls node:crypto")],
    types: TILL,
  },
  ledger: {
    file: "src/ledger/migrations/offered.ts",
    allowed: [...CONTRACT, ...words("#ledger/planted.ts better-sqlite3 node:fs node:path node:crypto")],
    types: TILL,
  },
  simulator: {
    file: "src/simulator/offered.ts",
    allowed: [...SERVER, ...words("#simulator/planted.ts zod uqr pngjs jpeg-js node:crypto node:zlib")],
  },
  devices: {
    file: "devices/offered.ts",
    allowed: [...CONTRACT, ...DEVICES, ...words("node-hid serialport node:fs")],
    types: TILL,
  },
  main: {
    file: "src/main/offered.ts",
    allowed: [
      ...CONTRACT,
      ...BRIDGE,
      ...TILL,
      ...BACK_ROOMS,
      ...DEVICES,
      ...MAIN,
      ...SERVER,
      ...BUILT_IN,
      ...words("pino ws"),
    ],
  },
  "main/electron": {
    file: "src/main/electron/offered.ts",
    allowed: [...CONTRACT, ...BRIDGE, ...MAIN, "#main/electron/planted.ts", ...ELECTRON, ...BUILT_IN],
  },
  "main/browser": {
    file: "src/main/browser/offered.ts",
    allowed: [...CONTRACT, ...BRIDGE, ...MAIN, "#main/browser/planted.ts", ...SERVER, "ws", ...BUILT_IN],
    types: words("devtools-protocol devtools-protocol/types/x.d.ts"),
  },
  preload: {
    file: "src/preload/offered.ts",
    allowed: ["#preload/planted.ts", ...ELECTRON],
    types: ["#bridge/pipe.ts"],
  },
  "renderer/shared": {
    file: "src/renderer/shared/components/offered.tsx",
    allowed: [
      ...CONTRACT,
      ...SHARED,
      ...KIT,
      ...words("#texts/planted.ts #bridge/client.ts #devices/decode/planted.ts i18next react-i18next jsqr uqr"),
      "@fontsource/noto-sans-thai/400.css",
    ],
    types: ["#bridge/pipe.ts"],
  },
  "renderer/cashier": windowRow("cashier", LAZY_DOORS),
  "renderer/customer": windowRow("customer"),
  "renderer/end-of-day": windowRow("end-of-day"),
  "renderer/set-up": windowRow("set-up"),
  "between the rooms": { file: "src/offered.ts", allowed: [] },
};

/** Every offer that the room must be refused. */
export function refusedTo(row: Row, how: "value" | "type"): readonly string[] {
  const may = new Set([...NEIGHBOURS, ...row.allowed, ...(how === "type" ? (row.types ?? []) : [])]);
  return OFFERED.filter((specifier) => !may.has(specifier));
}
