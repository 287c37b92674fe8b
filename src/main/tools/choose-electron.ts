// Which program carries the till: Electron's where it lies here or can be fetched, else none, and a browser takes its place.
import type { HostChoice } from "#main/options.ts";
import { electronVersion, fetchElectron, findElectron } from "./electron-binary.ts";
import type { FetchLimits } from "./electron-binary.ts";
import { failureOfToday, forgetFailure, rememberFailure } from "./failed-fetch.ts";

export type ElectronSearch = {
  /** The project's folder. */
  readonly root: string;
  readonly host: Exclude<HostChoice, "browser">;
  readonly environment: NodeJS.ProcessEnv;
  /** By the PC's clock. */
  readonly nowMs: number;
  readonly print: (line: string) => void;
  /** Other than ours only in tests. */
  readonly limits?: FetchLimits;
};

const INSTEAD = "a browser's windows are used instead";
const AGAIN = "`npm start -- --host=electron` tries again at once";

/** Fetches it where it is missing. A fetch that failed is tried again after a day, or at once where Electron was asked for.
 *  @returns Electron's program, or nothing where the browser host is to carry the till */
export async function chooseElectron(search: ElectronSearch): Promise<string | undefined> {
  const { root, host, environment, nowMs, print } = search;
  const found = await findElectron(root, environment);
  if (found !== undefined || environment["ELECTRON_OVERRIDE_DIST_PATH"]) return found;
  const version = electronVersion(root);
  if (version === undefined) {
    print(`Electron's package is not installed${host === "whichever" ? `: ${INSTEAD}` : ""}.`);
    return undefined;
  }
  const known = host === "whichever" ? failureOfToday(root, { version, nowMs }) : undefined;
  if (known !== undefined) {
    print(`Electron could not be fetched lately (${known}): ${INSTEAD}. ${AGAIN}.`);
    return undefined;
  }
  print(`Fetching Electron ${version}, once …`);
  const failure = await fetchElectron(root, search.limits);
  const fetched = failure === undefined ? await findElectron(root, environment) : undefined;
  if (fetched !== undefined) {
    forgetFailure(root);
    return fetched;
  }
  const why = failure ?? "what came does not start here";
  rememberFailure(root, { version, nowMs }, why);
  const next = host === "whichever" ? `: ${INSTEAD}. It is tried again after a day; ${AGAIN}.` : ".";
  print(`Electron could not be fetched (${why})${next}`);
  return undefined;
}
