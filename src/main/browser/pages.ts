// The built pages, read once into memory: the door can only give out what was there at the start, so no path leads
// anywhere else, and a rebuild beside a running till changes nothing under its feet.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { CONTENT_TYPES } from "#main/content-types.ts";

export type PageFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string };

/** From the path of an address, such as `/cashier/`, to its file. */
export type Pages = ReadonlyMap<string, PageFile>;

/** @param folder the built renderer. Files of a kind that no page uses are left out.
 *  @throws when the folder cannot be read */
export function loadPages(folder: string): Pages {
  const pages = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    pages.set(path.replace(/index\.html$/, ""), { bytes: new Uint8Array(readFileSync(file)), contentType });
  }
  return pages;
}
