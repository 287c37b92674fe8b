// The two windows and their monitors. The cashier's is always there; the customer's is there while a second monitor is: it is
// closed when the monitor goes (else the system moves it over the cashier's) and opened when it returns.
import { screen, type BrowserWindow } from "electron";
import type { Role } from "#contract/words.ts";
import type { Terminal } from "#main/terminal.ts";
import { placesOn, samePlace, type Seen } from "./displays.ts";
import { openScreenWindow, type WindowMeans } from "./screen-window.ts";

/** Display events do not always come (Windows, remote desktops), so the list is also asked for. */
const LOOK_EVERY_MS = 1000;
/** How often a window that the system keeps moving away is put back before it is left alone. */
const MAX_CORRECTIONS = 3;

type Means = WindowMeans & { readonly terminal: Pick<Terminal, "displaysAre"> };
type Shown = { readonly window: BrowserWindow; readonly display: Seen; drawn: boolean };

export class Windows {
  readonly #means: Means;
  readonly #shown: Record<Role, Shown | null> = { cashier: null, customer: null };
  readonly #stopLooking: () => void;
  #reported = "";
  #corrections = 0;
  #isLeaving = false;

  /** Opens what belongs on the monitors of now; only when the app is ready. */
  constructor(means: Means) {
    this.#means = means;
    this.#arrange();
    screen.on("display-added", this.#arrange);
    screen.on("display-removed", this.#arrange);
    screen.on("display-metrics-changed", this.#arrange);
    this.#stopLooking = means.waits.every(LOOK_EVERY_MS, this.#arrange);
  }

  /** Gives the keyboard to the cashier's page. Before that page has drawn itself there is nothing to give it to. */
  focusCashier(): void {
    const cashier = this.#shown.cashier;
    if (!cashier?.drawn) return;
    cashier.window.show();
    cashier.window.moveTop();
    cashier.window.focus();
    cashier.window.webContents.focus();
  }

  /** Closes both for good. */
  close(): void {
    this.#isLeaving = true;
    this.#stopLooking();
    screen.off("display-added", this.#arrange);
    screen.off("display-removed", this.#arrange);
    screen.off("display-metrics-changed", this.#arrange);
    this.#drop("customer");
    this.#drop("cashier");
  }

  readonly #arrange = (): void => {
    if (this.#isLeaving) return;
    const places = placesOn(screen.getPrimaryDisplay(), screen.getAllDisplays());
    const report = JSON.stringify(places.report);
    if (report !== this.#reported) {
      this.#reported = report;
      this.#corrections = 0;
      this.#means.terminal.displaysAre(places.report);
    }
    this.#settle("customer", places.customer);
    this.#settle("cashier", places.cashier);
  };

  #settle(role: Role, wanted: Seen | null): void {
    const there = this.#shown[role];
    if (there && samePlace(there.display, wanted) && this.#isInPlace(there)) return;
    if (there) this.#drop(role);
    if (wanted) this.#open(role, wanted);
    else if (there) this.focusCashier();
  }

  /** True when the window is where it was put; else counts, so that a stubborn window manager is not fought for ever. */
  #isInPlace({ window, display }: Shown): boolean {
    if (screen.getDisplayMatching(window.getBounds()).id === display.id) return true;
    this.#corrections += 1;
    return this.#corrections > MAX_CORRECTIONS;
  }

  #open(role: Role, display: Seen): void {
    const window = openScreenWindow(role, display, this.#means);
    const shown: Shown = { window, display, drawn: false };
    this.#shown[role] = shown;
    window.once("ready-to-show", () => {
      shown.drawn = true;
      if (role === "customer") window.showInactive();
      this.focusCashier();
    });
    if (role === "customer") window.on("focus", () => this.focusCashier());
    window.on("closed", () => {
      if (this.#shown[role] !== shown) return;
      this.#shown[role] = null;
      if (this.#isLeaving) return;
      this.#means.log("window-closed", { role });
      this.#arrange();
    });
  }

  #drop(role: Role): void {
    const shown = this.#shown[role];
    this.#shown[role] = null;
    shown?.window.destroy();
  }
}
