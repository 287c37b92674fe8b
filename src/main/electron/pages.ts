// The pages come from inside the package, by a scheme of our own: no port, no file access, one origin, and the strict policy
// with every answer. What is not a known kind of file in the pages' folder does not exist.
import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import { protocol, type Session } from "electron";
import type { Role } from "#contract/words.ts";
import { CONTENT_TYPES } from "#main/content-types.ts";

export const SCHEME = "counterfoil";
export const PAGES_ORIGIN = `${SCHEME}://pages`;

export function pageAddress(role: Role): string {
  return `${PAGES_ORIGIN}/${role}/index.html`;
}

/** Makes `counterfoil:` a standard, secure scheme: relative addresses, module scripts and `crypto.randomUUID` need it.
 *  Only before the app is ready, and once. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export type Pages = {
  /** The built pages: `cashier/index.html`, `customer/index.html` and what they load. */
  readonly folder: string;
  /** Content-Security-Policy, one line. */
  readonly policy: string;
};

/** Serves the pages to the windows of one session; other sessions do not know the scheme. */
export function servePages(session: Session, pages: Pages): void {
  session.protocol.handle(SCHEME, (request) => answerPage(pages, request));
}

/** @returns 200 with the file, 404 for anything that is not there or not ours, 405 for anything but reading */
export async function answerPage(pages: Pages, request: Pick<Request, "url" | "method">): Promise<Response> {
  if (request.method !== "GET") return new Response(null, { status: 405, headers: headersOf(pages) });
  const missing = new Response(null, { status: 404, headers: headersOf(pages) });
  const file = fileOf(pages.folder, request.url);
  const type = file === null ? undefined : CONTENT_TYPES[extname(file)];
  if (file === null || type === undefined) return missing;
  try {
    return new Response(await readFile(file), { headers: { ...headersOf(pages), "content-type": type } });
  } catch (error) {
    if (isMissing(error)) return missing;
    throw error;
  }
}

function headersOf(pages: Pages): Record<string, string> {
  return {
    "content-security-policy": pages.policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
  };
}

/** The file that an address means, or null where it leads out of the folder or to another host. */
function fileOf(folder: string, address: string): string | null {
  const url = new URL(address);
  if (url.protocol !== `${SCHEME}:` || url.host !== "pages") return null;
  const path = decoded(url.pathname);
  if (path === null || path.includes("\0") || path.includes("\\")) return null;
  const root = resolve(folder);
  const file = resolve(root, `.${path}`);
  return file.startsWith(root + sep) ? file : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR";
}
