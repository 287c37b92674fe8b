// Keeps the right window on the right monitor in one running Chromium: looks twice a second, and at once when something
// happens, and mends what differs. Events only wake it; what it does follows from what it sees, so none can be missed.
import type { Role } from "#contract/words.ts";
import type { Display } from "#main/terminal.ts";
import type { DevTools } from "./devtools.ts";
import { arrange, isSameArea } from "./displays.ts";
import type { Area } from "./displays.ts";
import { handOverToken } from "./hand-over.ts";

export type ShopWindowsOptions = {
  readonly devTools: DevTools;
  /** `http://127.0.0.1:PORT` of the door; the pages are `/cashier/` and `/customer/` there. */
  readonly origin: string;
  readonly newToken: (role: Role) => string;
  readonly displaysAre: (displays: readonly Display[]) => void;
  /** Something did not go as it should and is tried again. */
  readonly note: (sentence: string) => void;
};

type Window = {
  readonly target: string;
  readonly session: string;
  crashed: boolean;
  revivedAtMs: number;
  /** The page load that was given its token. */
  given: number | undefined;
  /** Tries to bring it to this place; a window manager that will not have it is not fought for ever. */
  placing: { readonly area: Area; tries: number } | undefined;
};

const LOOK_EVERY_MS = 500;
const PLACING_TRIES = 4;
const REVIVE_EVERY_MS = 2_000;

/** Keeps the windows until the browser goes or `stop` is called. */
export class ShopWindows {
  readonly #options: ShopWindowsOptions;
  readonly #windows = new Map<Role, Window>();
  #stopped = false;
  #displays = "";
  #wake: () => void = () => {};

  constructor(options: ShopWindowsOptions) {
    this.#options = options;
    options.devTools.onEvent(({ method, params }) => {
      if (method === "Target.targetCrashed") this.#crashed((params as { targetId: string }).targetId);
      this.#wake();
    });
  }

  /** The loop. Settles when it was stopped; what goes wrong in one round is noted and the next round begins anew. */
  async keep(): Promise<void> {
    await this.#options.devTools.ask({ method: "Target.setDiscoverTargets", params: { discover: true } });
    while (!this.#stopped) {
      const woken = this.#nextLook();
      await this.#look().catch((cause: unknown) => {
        if (!this.#stopped) this.#options.note(cause instanceof Error ? cause.message : String(cause));
      });
      await woken;
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #nextLook(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #crashed(target: string): void {
    for (const window of this.#windows.values()) if (window.target === target) window.crashed = true;
  }

  async #look(): Promise<void> {
    await this.#takeStock();
    const cashier = this.#windows.get("cashier") ?? (await this.#open("cashier", undefined));
    const { screenInfos } = await this.#options.devTools.ask({
      method: "Emulation.getScreenInfos",
      session: cashier.session,
    });
    const arrangement = arrange(screenInfos);
    if (arrangement === undefined) return;
    this.#report(arrangement.displays);
    if (arrangement.customer === undefined) await this.#close("customer");
    else if (!this.#windows.has("customer")) await this.#open("customer", arrangement.customer);
    let moved = false;
    for (const [role, window] of this.#windows) {
      const area = arrangement[role];
      await this.#revive(window);
      if (area !== undefined && (await this.#place(window, area))) moved = true;
      await this.#giveToken(role, window);
    }
    if (moved || (await this.#customerHasFocus())) await this.#focusCashier();
  }

  /** Forgets windows that are gone, takes in the first one, and closes every page that is not ours. */
  async #takeStock(): Promise<void> {
    const { devTools, origin } = this.#options;
    const { targetInfos } = await devTools.ask({ method: "Target.getTargets" });
    const pages = targetInfos.filter(({ type }) => type === "page");
    for (const [role, { target }] of this.#windows) {
      const page = pages.find(({ targetId }) => targetId === target);
      if (page === undefined) this.#windows.delete(role);
      else if (page.url !== "" && !page.url.startsWith(`${origin}/${role}/`)) await this.#bringBack(role);
    }
    if (!this.#windows.has("cashier")) {
      const first = pages.find(({ targetId, url }) => url.startsWith(`${origin}/cashier/`) && !this.#isOurs(targetId));
      if (first !== undefined) await this.#adopt("cashier", first.targetId);
    }
    for (const { targetId } of pages) {
      if (!this.#isOurs(targetId)) await devTools.ask({ method: "Target.closeTarget", params: { targetId } });
    }
  }

  #isOurs(target: string): boolean {
    return this.#windows.values().some((window) => window.target === target);
  }

  async #open(role: Role, area: Area | undefined): Promise<Window> {
    const { devTools, origin } = this.#options;
    const params = { url: `${origin}/${role}/`, newWindow: true, ...area };
    const { targetId } = await devTools.ask({ method: "Target.createTarget", params });
    return await this.#adopt(role, targetId);
  }

  async #adopt(role: Role, target: string): Promise<Window> {
    const { devTools } = this.#options;
    const params = { targetId: target, flatten: true };
    const { sessionId: session } = await devTools.ask({ method: "Target.attachToTarget", params });
    const window = { target, session, crashed: false, revivedAtMs: 0, given: undefined, placing: undefined };
    this.#windows.set(role, window);
    // Its events wake the loop: a page that has loaded is given its token at once.
    await devTools.ask({ method: "Page.enable", session });
    return window;
  }

  async #close(role: Role): Promise<void> {
    const window = this.#windows.get(role);
    if (window === undefined) return;
    this.#windows.delete(role);
    await this.#options.devTools.ask({ method: "Target.closeTarget", params: { targetId: window.target } });
  }

  async #bringBack(role: Role): Promise<void> {
    const { devTools, origin, note } = this.#options;
    note(`The ${role}'s window had left its page and was brought back.`);
    const session = this.#windows.get(role)?.session;
    await devTools.ask({ method: "Page.navigate", params: { url: `${origin}/${role}/` }, session });
  }

  /** Loads a crashed page again, but no faster than a person can see that it keeps crashing. */
  async #revive(window: Window): Promise<void> {
    if (!window.crashed || performance.now() - window.revivedAtMs < REVIVE_EVERY_MS) return;
    window.crashed = false;
    window.revivedAtMs = performance.now();
    this.#options.note("A page had crashed and was loaded again.");
    await this.#options.devTools.ask({ method: "Page.reload", session: window.session });
  }

  /** @returns whether the window had to be moved */
  async #place(window: Window, area: Area): Promise<boolean> {
    const { devTools } = this.#options;
    const params = { targetId: window.target };
    const { windowId, bounds } = await devTools.ask({ method: "Browser.getWindowForTarget", params });
    if (window.placing === undefined || !isSameArea(window.placing.area, area)) window.placing = { area, tries: 0 };
    if (bounds.windowState === "fullscreen" && isSameArea(bounds, area)) {
      const moved = window.placing.tries > 0;
      window.placing.tries = 0;
      return moved;
    }
    if (window.placing.tries++ >= PLACING_TRIES) return false;
    // A position is refused together with a state, and ignored in full screen: out of it, there, and into it again.
    for (const step of [{ windowState: "normal" }, area, { windowState: "fullscreen" }] as const) {
      await devTools.ask({ method: "Browser.setWindowBounds", params: { windowId, bounds: step } });
    }
    return true;
  }

  async #giveToken(role: Role, window: Window): Promise<void> {
    if (window.crashed) return;
    const { devTools, origin, newToken } = this.#options;
    const to = { devTools, session: window.session, origin, newToken: () => newToken(role) };
    window.given = await handOverToken(to, window.given);
  }

  /** Keys of a keyboard scanner go where the focus is, and the customer's page may not take a payment. */
  async #customerHasFocus(): Promise<boolean> {
    const customer = this.#windows.get("customer");
    if (customer === undefined || customer.crashed) return false;
    const params = { expression: "document.hasFocus()", returnByValue: true };
    const { devTools } = this.#options;
    const { result } = await devTools.ask({ method: "Runtime.evaluate", params, session: customer.session });
    return result.value === true;
  }

  async #focusCashier(): Promise<void> {
    const cashier = this.#windows.get("cashier");
    if (cashier === undefined) return;
    await this.#options.devTools.ask({ method: "Target.activateTarget", params: { targetId: cashier.target } });
  }

  #report(displays: readonly Display[]): void {
    const now = JSON.stringify(displays);
    if (now === this.#displays) return;
    this.#displays = now;
    this.#options.displaysAre(displays);
  }
}
