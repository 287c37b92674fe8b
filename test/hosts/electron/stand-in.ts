// Stands in for the module `electron` in these tests: the only module that is ever replaced, because Electron's binary is a
// download of its own. Every piece satisfies Electron's own type; `bench` is the tests' side of it. Each `freshElectron` is a new one.
import type {
  App,
  BrowserWindowConstructorOptions,
  ContextBridge,
  Dialog,
  Display,
  IpcMain,
  IpcRenderer,
} from "electron";
import type { Menu as ElectronMenu, Protocol, Screen } from "electron";
import { createEvents, type StandInEvents } from "./stand-in-events.ts";
import { createSession, type StandInSession } from "./stand-in-session.ts";
import {
  createFrame,
  createWindow,
  type StandInContents,
  type StandInFrame,
  type StandInWindow,
} from "./stand-in-window.ts";

const appEvents = createEvents();
const screenEvents = createEvents();
const mainEvents = createEvents();
const rendererEvents = createEvents();
const ready = Promise.withResolvers<void>();
const sessions = new Map<string, StandInSession>();
const state = {
  isReady: false,
  isFirst: true,
  switches: new Set<string>(),
  /** What was done, in order. */
  calls: [] as string[],
  paths: { appData: "" } as Record<string, string>,
  appPath: "",
  exitCode: null as number | null,
  boxes: [] as string[],
  windows: [] as StandInWindow[],
  focused: null as StandInWindow | null,
  displays: [] as Display[],
  primaryId: 0,
  exposed: {} as Record<string, unknown>,
  outgoing: (_channel: string, _facts: readonly unknown[]): void => {},
};

function onlyBeforeReady(call: string): void {
  if (state.isReady) throw new Error(`${call} can only be called before app is ready`);
  state.calls.push(call);
}

function onlyWhenReady(what: string): void {
  if (!state.isReady) throw new Error(`${what} cannot be used before the app is ready`);
}

export const app = {
  isPackaged: false,
  on: appEvents.on,
  whenReady: () => ready.promise,
  enableSandbox: () => onlyBeforeReady("enableSandbox"),
  commandLine: { hasSwitch: (name) => state.switches.has(name) },
  getPath: (name) => state.paths[name] ?? "",
  setPath: (name, path) => void (state.paths[name] = path),
  getAppPath: () => state.appPath,
  requestSingleInstanceLock: () => (state.calls.push("requestSingleInstanceLock"), state.isFirst),
  exit: (code = 0) => void (state.exitCode ??= code),
} satisfies Pick<
  App,
  "whenReady" | "enableSandbox" | "getPath" | "setPath" | "getAppPath" | "requestSingleInstanceLock" | "exit"
> & {
  isPackaged: boolean;
  commandLine: Pick<App["commandLine"], "hasSwitch">;
  on: StandInEvents["on"];
};

export const dialog = {
  showErrorBox: (title, content) => (onlyWhenReady("dialog"), void state.boxes.push(`${title}: ${content}`)),
} satisfies Pick<Dialog, "showErrorBox">;

export const Menu = {
  setApplicationMenu: (menu) => void state.calls.push(`setApplicationMenu ${menu === null ? "none" : "some"}`),
} satisfies Pick<typeof ElectronMenu, "setApplicationMenu">;

export const protocol = {
  registerSchemesAsPrivileged: (schemes) =>
    onlyBeforeReady(`registerSchemesAsPrivileged ${schemes.map(({ scheme }) => scheme).join()}`),
} satisfies Pick<Protocol, "registerSchemesAsPrivileged">;

export const session = {
  fromPartition(partition: string): StandInSession {
    onlyWhenReady("Session");
    const known = sessions.get(partition) ?? createSession(partition);
    sessions.set(partition, known);
    return known;
  },
};

function primaryDisplay(): Display {
  const primary = state.displays.find(({ id }) => id === state.primaryId) ?? state.displays[0];
  if (!primary) throw new Error("no display");
  return primary;
}

export const screen = {
  on: screenEvents.on,
  off: screenEvents.off,
  getAllDisplays: () => (onlyWhenReady("screen"), state.displays),
  getPrimaryDisplay: primaryDisplay,
  getDisplayMatching({ x, y }) {
    const inside = state.displays.find(
      ({ bounds: b }) => x >= b.x && x < b.x + b.width && y >= b.y && y < b.y + b.height,
    );
    return inside ?? primaryDisplay();
  },
} satisfies Pick<Screen, "getAllDisplays" | "getPrimaryDisplay" | "getDisplayMatching"> &
  Pick<StandInEvents, "on" | "off">;

export class BrowserWindow {
  constructor(options: BrowserWindowConstructorOptions) {
    return createWindow(options, {
      isReady: () => state.isReady,
      created(window) {
        state.windows.push(window);
        appEvents.emit("web-contents-created", {}, window.webContents);
      },
      focused: (window) => void (state.focused = window),
    }) as never;
  }
}

export const ipcMain = { on: mainEvents.on, off: mainEvents.off } satisfies Record<
  keyof Pick<IpcMain, "on" | "off">,
  StandInEvents["on"]
>;

export const ipcRenderer = {
  on: rendererEvents.on,
  send: (channel, ...facts: unknown[]) => state.outgoing(channel, facts),
} satisfies Pick<IpcRenderer, "send"> & Pick<StandInEvents, "on">;

export const contextBridge = {
  exposeInMainWorld(key, api) {
    if (key in state.exposed) throw new Error("Cannot bind an API on top of an existing property on the window object");
    state.exposed[key] = api;
  },
} satisfies Pick<ContextBridge, "exposeInMainWorld">;

export const bench = {
  state,
  openWindows: (): StandInWindow[] => state.windows.filter((window) => !window.isDestroyed()),
  emit: appEvents.emit,
  listeners: () => screenEvents.listenerCount("display-added") + mainEvents.listenerCount("counterfoil:say"),
  becomeReady() {
    state.calls.push("ready");
    state.isReady = true;
    ready.resolve();
  },
  session: (partition: string) => sessions.get(partition),
  /** The system tells about a change of monitors; or keeps silent about it. */
  displaysAre(
    displays: readonly Display[],
    { event }: { event: "display-added" | "display-removed" | null } = { event: null },
  ) {
    state.displays = [...displays];
    if (event !== null) screenEvents.emit(event, {}, displays.at(-1));
  },
  /** A message arrives in the main process. */
  say(sender: StandInContents, facts: readonly unknown[], senderFrame: StandInFrame | null = sender.mainFrame) {
    mainEvents.emit("counterfoil:say", { sender, senderFrame }, ...facts);
  },
  /** A message arrives in the page. */
  hear: (channel: string, facts: readonly unknown[]) => rendererEvents.emit(channel, {}, ...facts),
  frame: createFrame,
};
