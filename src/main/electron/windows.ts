// The two windows and their monitors. The cashier's is always there; the customer's is there while a second monitor is: it is
// closed when the monitor goes (else the system moves it over the cashier's) and opened when it returns.
import { screen, type BrowserWindow } from "electron";
import type { Role } from "#contract/words.ts";
import type { Terminal } from "#main/terminal.ts";
import { placesOn, samePlace, type Places, type Seen } from "./displays.ts";
import { openScreenWindow, type WindowMeans } from "./screen-window.ts";

/** Display events do not always come (Windows, remote desktops), so the list is also asked for. */
const LOOK_EVERY_MS = 1000;
/** How often a window that the system keeps moving away is put back before it is left alone. */
const MAX_CORRECTIONS = 3;

export type Windows = {
  /** Gives the keyboard to the cashier's page. */
  focusCashier(): void;
  /** Closes both for good. */
  close(): void;
};

type Shown = { readonly window: BrowserWindow; readonly display: Seen };

export function openWindows(means: WindowMeans & { readonly terminal: Pick<Terminal, "displaysAre"> }): Windows {
  const shown: Record<Role, Shown | null> = { cashier: null, customer: null };
  let places: Places | null = null;
  let corrections = 0;
  let leaving = false;

  function focusCashier(): void {
    const window = shown.cashier?.window;
    if (!window || window.isDestroyed()) return;
    window.show();
    window.moveTop();
    window.focus();
    window.webContents.focus();
  }

  function open(role: Role, display: Seen): void {
    const window = openScreenWindow(role, display, {
      ...means,
      onReady() {
        if (role === "customer") window.showInactive();
        focusCashier();
      },
    });
    shown[role] = { window, display };
    if (role === "customer") window.on("focus", focusCashier);
    window.on("closed", () => {
      if (shown[role]?.window !== window) return;
      shown[role] = null;
      if (leaving) return;
      means.log("window-closed", { role });
      arrange();
    });
  }

  function drop(role: Role): void {
    const window = shown[role]?.window;
    shown[role] = null;
    if (window && !window.isDestroyed()) window.destroy();
  }

  /** True when the window is where it was put; else counts, so that a stubborn window manager is not fought for ever. */
  function isInPlace({ window, display }: Shown): boolean {
    if (screen.getDisplayMatching(window.getBounds()).id === display.id) return true;
    corrections += 1;
    return corrections > MAX_CORRECTIONS;
  }

  function arrange(): void {
    if (leaving) return;
    const now = placesOn(screen.getPrimaryDisplay(), screen.getAllDisplays());
    if (places === null || !sameReport(places, now)) {
      means.terminal.displaysAre(now.report);
      corrections = 0;
    }
    places = now;
    settle("customer", now.customer);
    settle("cashier", now.cashier);
  }

  function settle(role: Role, wanted: Seen | null): void {
    const there = shown[role];
    if (there && samePlace(there.display, wanted) && isInPlace(there)) return;
    if (there) drop(role);
    if (wanted) open(role, wanted);
    else if (there) focusCashier();
  }

  arrange();
  screen.on("display-added", arrange);
  screen.on("display-removed", arrange);
  screen.on("display-metrics-changed", arrange);
  const stopLooking = means.waits.every(LOOK_EVERY_MS, arrange);

  return {
    focusCashier,
    close() {
      leaving = true;
      stopLooking();
      screen.off("display-added", arrange);
      screen.off("display-removed", arrange);
      screen.off("display-metrics-changed", arrange);
      drop("customer");
      drop("cashier");
    },
  };
}

function sameReport(one: Places, other: Places): boolean {
  return JSON.stringify(one.report) === JSON.stringify(other.report);
}
