// One full-screen window on one monitor: how it is made, how it comes back after a crash, which keys it swallows.
import { BrowserWindow, type BrowserWindowConstructorOptions, type Session } from "electron";
import type { Role } from "#contract/words.ts";
import type { Seen } from "./displays.ts";
import type { HostLog } from "./host-log.ts";
import { safePreferences } from "./lockdown.ts";
import { pageAddress } from "./pages.ts";
import type { Pipes } from "./pipe.ts";
import { isBrowserShortcut } from "./shortcuts.ts";

/** Waiting, as the host hands it in. Both return how to call it off. */
export type Waits = {
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
};

export type WindowMeans = {
  readonly session: Session;
  /** Path of the preload script. */
  readonly preload: string;
  readonly pipes: Pick<Pipes, "seat">;
  readonly waits: Waits;
  readonly log: HostLog;
};

const FIRST_RELOAD_MS = 50;
/** A page that crashes again and again is not loaded in a tight loop. */
const NEXT_RELOAD_MS = 2000;
const CALM_MS = 10_000;

const KINDS = {
  cashier: { title: "Counterfoil", kiosk: true },
  // Not focusable: a touch on the customer's screen never takes the keyboard (and the scanner that types) from the cashier.
  customer: { title: "Counterfoil: customer", fullscreen: true, focusable: false, skipTaskbar: true },
} as const satisfies Record<Role, BrowserWindowConstructorOptions>;

/** Opens the window of a role over the whole of a display, seated at the pipe; hidden, to be shown at `ready-to-show`. */
export function openScreenWindow(role: Role, display: Seen, means: WindowMeans): BrowserWindow {
  const window = new BrowserWindow({
    ...display.bounds,
    ...KINDS[role],
    show: false,
    frame: false,
    autoHideMenuBar: true,
    backgroundColor: "#ffffff",
    webPreferences: safePreferences(means.session, means.preload),
  });
  means.pipes.seat(window.webContents, role);
  window.webContents.on("before-input-event", (event, input) => {
    if (isBrowserShortcut(input)) event.preventDefault();
  });
  comeBackAfterCrash(window, role, means);
  load(window, role, means.log);
  return window;
}

function load(window: BrowserWindow, role: Role, log: HostLog): void {
  window.loadURL(pageAddress(role)).catch((error: unknown) => {
    log("page-not-loaded", { role, why: error instanceof Error ? error.message : String(error) });
  });
}

function comeBackAfterCrash(window: BrowserWindow, role: Role, means: WindowMeans): void {
  let crashedLately = false;
  let calm = (): void => {};
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (window.isDestroyed()) return;
    means.log("page-crashed", { role, reason });
    means.waits.after(crashedLately ? NEXT_RELOAD_MS : FIRST_RELOAD_MS, () => {
      if (!window.isDestroyed()) load(window, role, means.log);
    });
    crashedLately = true;
    calm();
    calm = means.waits.after(CALM_MS, () => {
      crashedLately = false;
    });
  });
}
