// A window with its page. Strict like Electron's: nothing works on a destroyed one, and none exists before the app is ready.
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents, WebFrameMain } from "electron";
import { createEvents, preventable, type StandInEvents } from "./stand-in-events.ts";
import { createSession, type StandInSession } from "./stand-in-session.ts";

export type StandInFrame = Pick<WebFrameMain, "frameTreeNodeId"> & {
  parent: StandInFrame | null;
  url: string;
  origin: string;
};
type OpenHandler = Parameters<WebContents["setWindowOpenHandler"]>[0];
type UsedContents = Pick<
  WebContents,
  "id" | "isDestroyed" | "isCrashed" | "getURL" | "focus" | "send" | "setWindowOpenHandler"
> & {
  readonly mainFrame: StandInFrame;
} & Pick<StandInEvents, "on">;

export type StandInContents = ReturnType<typeof createContents>;

let lastId = 0;

export function createFrame(address: string, parent: StandInFrame | null = null): StandInFrame {
  lastId += 1;
  const [scheme = "", , host = ""] = address.split("/");
  return { frameTreeNodeId: lastId, parent, url: address, origin: `${scheme}//${host}` };
}

export function createContents(session: StandInSession) {
  lastId += 1;
  const events = createEvents();
  const state = { destroyed: false, crashed: false, focused: false };
  const mainFrame = createFrame("");
  const sent: { channel: string; facts: readonly unknown[] }[] = [];
  let openHandler: OpenHandler | null = null;
  let carry: (channel: string, facts: readonly unknown[]) => void = () => {};
  const used = {
    id: lastId,
    mainFrame,
    on: events.on,
    isDestroyed: () => state.destroyed,
    isCrashed: () => state.crashed,
    getURL: () => mainFrame.url,
    focus: () => void (state.focused = true),
    send(channel: string, ...facts: unknown[]) {
      if (state.destroyed) throw new Error("Object has been destroyed");
      sent.push({ channel, facts });
      carry(channel, facts);
    },
    setWindowOpenHandler: (handler: OpenHandler) => void (openHandler = handler),
  } satisfies UsedContents;
  return {
    ...used,
    session,
    state,
    sent,
    emit: events.emit,
    /** Where messages for the page go on to. */
    carryTo(page: typeof carry) {
      carry = page;
    },
    show(address: string) {
      Object.assign(mainFrame, { url: address, origin: createFrame(address).origin });
      state.crashed = false;
    },
    crash(reason = "crashed") {
      state.crashed = true;
      events.emit("render-process-gone", {}, { reason, exitCode: 139 });
    },
    /** True when the page may go there. */
    navigate(url: string, { event = "will-navigate", isMainFrame = true } = {}): boolean {
      const details = preventable({ url, isMainFrame, isSameDocument: false });
      events.emit(event, details, url);
      return !details.defaultPrevented;
    },
    /** True when `window.open` would open one. */
    openWindow: (url: string): boolean => openHandler === null || openHandler({ url } as never).action === "allow",
    attachWebview(): boolean {
      const event = preventable({});
      events.emit("will-attach-webview", event, {}, {});
      return !event.defaultPrevented;
    },
    /** True when the key reaches the page. */
    press(stroke: Partial<Electron.Input> & { code: string }): boolean {
      const event = preventable({});
      const input = { type: "keyDown", key: "", control: false, meta: false, alt: false, shift: false, ...stroke };
      events.emit("before-input-event", event, input);
      return !event.defaultPrevented;
    },
  };
}

type UsedWindow = Pick<
  BrowserWindow,
  "loadURL" | "show" | "showInactive" | "moveTop" | "focus" | "destroy" | "isDestroyed" | "getBounds"
> & { readonly webContents: UsedContents } & Pick<StandInEvents, "on" | "once">;

/** What the window's surroundings hear of it. */
export type WindowWorld = {
  readonly isReady: () => boolean;
  readonly created: (window: StandInWindow) => void;
  readonly focused: (window: StandInWindow) => void;
};
export type StandInWindow = ReturnType<typeof createWindow>;

export function createWindow(options: BrowserWindowConstructorOptions, world: WindowWorld) {
  if (!world.isReady()) throw new Error("Cannot create BrowserWindow before app is ready");
  const events = createEvents();
  const contents = createContents((options.webPreferences?.session as unknown as StandInSession) ?? createSession(""));
  let bounds: Rectangle = {
    x: options.x ?? 0,
    y: options.y ?? 0,
    width: options.width ?? 800,
    height: options.height ?? 600,
  };
  const state = { visible: options.show !== false, destroyed: false };
  const alive = (): void => {
    if (state.destroyed) throw new TypeError("Object has been destroyed");
  };
  const end = (): void => {
    if (state.destroyed) return;
    state.destroyed = true;
    contents.state.destroyed = true;
    contents.emit("destroyed");
    events.emit("closed");
  };
  const used = {
    webContents: contents,
    on: events.on,
    once: events.once,
    async loadURL(url: string) {
      alive();
      contents.show(url);
    },
    show: () => (alive(), void (state.visible = true)),
    showInactive: () => (alive(), void (state.visible = true)),
    moveTop: alive,
    focus: () => (alive(), options.focusable !== false && world.focused(window)),
    destroy: end,
    isDestroyed: () => state.destroyed,
    getBounds: () => (alive(), bounds),
  } satisfies UsedWindow;
  const window = {
    ...used,
    options,
    state,
    emit: events.emit,
    /** The page has drawn itself for the first time. */
    drawn: () => events.emit("ready-to-show"),
    /** The person, or the window manager, closes it. */
    close: end,
    /** The window manager moves it. */
    shove: (to: Rectangle) => void (bounds = to),
  };
  world.created(window);
  return window;
}
