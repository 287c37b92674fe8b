// The product's scanner room once more, each time with one bug in it: a copy whose files carry the bug's name in their address.
import { registerHooks } from "node:module";
import type { openScanners } from "#devices/scanners.ts";

type Plant = {
  /** As a sentence about the room. */
  readonly does: string;
  /** Of the room. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly open: () => Promise<{ readonly openScanners: typeof openScanners }>;
};

/** By the file in plants/ that imports the copy. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  "joins-nothing": {
    does: "ignores the continuation flag",
    file: "decode/hid.ts",
    from: "continued: ((bytes[CONTINUED_AT] ?? 0) & 1) === 1,",
    to: "continued: false,",
    open: async () => await import("./plants/joins-nothing.ts"),
  },
  "keeps-halves": {
    does: "keeps a half scan for ever",
    file: "decode/hid.ts",
    from: "atMs - lastAtMs <= HALF_SCAN_MS",
    to: "true",
    open: async () => await import("./plants/keeps-halves.ts"),
  },
  "takes-answers": {
    does: "takes answers to menu commands for scans",
    file: "decode/text.ts",
    from: "MENU_ANSWERS.has(aim)",
    to: "aim === null",
    open: async () => await import("./plants/takes-answers.ts"),
  },
};

const ROOM = new URL("../../../devices/", import.meta.url).href;
const HERE = new URL("plants/", import.meta.url).href;

/** Before the first copy is opened: without it a copy would be the product itself. */
export function preparePlants(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const plant = plantOf(context.parentURL ?? "");
      const isCopied = plant !== null && found.url.startsWith(ROOM) && !found.url.includes("?");
      return isCopied ? { ...found, url: `${found.url}?plant=${plant}` } : found;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const plant = PLANTS[(url.startsWith(ROOM) ? plantOf(url) : null) ?? ""];
      if (plant === undefined || !url.startsWith(`${ROOM}${plant.file}?`)) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString();
      if (!source.includes(plant.from)) throw new Error(`there is nothing to change in ${plant.file}: ${plant.from}`);
      return { ...loaded, source: source.replace(plant.from, plant.to) };
    },
  });
}

function plantOf(url: string): string | null {
  if (url.startsWith(HERE)) return url.slice(HERE.length).replace(/\.ts$/, "");
  return url.includes("?plant=") ? (url.split("?plant=")[1] ?? null) : null;
}
