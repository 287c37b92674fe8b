// Carries the till in Electron's windows, from the command line to the last close. The order matters: locked down before the app
// is ready, one instance before the data folder is touched, the till open before any page.
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { app, session } from "electron";
import { contentSecurityPolicy } from "#main/csp.ts";
import type { OptionsVerdict } from "#main/options.ts";
import { StartRefusal, type OpenTerminal, type Terminal, type TerminalOptions } from "#main/terminal.ts";
import type { HostLog } from "./host-log.ts";
import { lockdown, lockSession } from "./lockdown.ts";
import { servePages } from "./pages.ts";
import { openPipes, type Pipes } from "./pipe.ts";
import type { Waits } from "./screen-window.ts";
import { Windows } from "./windows.ts";

/** What the host needs besides Electron. */
export type HostParts = {
  readonly options: OptionsVerdict;
  readonly openTerminal: OpenTerminal;
  readonly keys: { readonly publicKey: string | undefined; readonly secretKey: string | undefined };
  readonly webhookKeys?: TerminalOptions["webhookKeys"];
  readonly waits: Waits;
  readonly log: HostLog;
  print(text: string): void;
  /** Tells the person why nothing opens. */
  refuse(sentence: string): Promise<void>;
};

/** A till that does not close by then is left to the next start, which reads the ledger first. */
const CLOSE_LIMIT_MS = 10_000;

/** Opens the till or says why not; ends the process in either case when it is over. Called before the app is ready.
 *  @throws nothing: what goes wrong is told and ends with exit code 1 */
export async function runHost(parts: HostParts): Promise<void> {
  lockdown(parts.log);
  try {
    await start(parts);
  } catch (error) {
    if (!(error instanceof StartRefusal))
      parts.log("start-broken", { stack: error instanceof Error ? (error.stack ?? "") : String(error) });
    await parts.refuse(
      error instanceof StartRefusal ? error.message : "Counterfoil could not start because of an error of its own.",
    );
    app.exit(1);
  }
}

async function start(parts: HostParts): Promise<void> {
  const { options } = parts;
  if (options.kind === "help") {
    parts.print(options.text);
    app.exit(0);
    return;
  }
  if (options.kind === "refused") throw new StartRefusal(options.sentence);
  takeProfile(options.dataFolder);
  if (!app.requestSingleInstanceLock()) {
    throw new StartRefusal(
      `Counterfoil is already open on ${options.dataFolder}: its window was brought to the front.`,
    );
  }
  const { keys, webhookKeys } = parts;
  const opening = parts.openTerminal({
    dataFolder: options.dataFolder,
    hostName: "electron",
    keys,
    ...(webhookKeys && { webhookKeys }),
  });
  const [terminal] = await Promise.all([opening, app.whenReady()]);
  serve(terminal, parts);
}

/** Chromium's own files lie outside the data folder, in a place of their own for each: the instance lock belongs to that place. */
function takeProfile(dataFolder: string): void {
  const name = createHash("sha256").update(dataFolder).digest("hex").slice(0, 16);
  const folder = join(app.getPath("appData"), "counterfoil-windows", name);
  mkdirSync(folder, { recursive: true });
  app.setPath("userData", folder);
}

function serve(terminal: Terminal, parts: HostParts): void {
  const built = join(app.getAppPath(), "out");
  // In memory only: nothing of a page outlives the process.
  const pagesSession = session.fromPartition("counterfoil", { cache: false });
  lockSession(pagesSession, parts.log);
  servePages(pagesSession, {
    folder: join(built, "renderer"),
    policy: contentSecurityPolicy({ connect: "'none'" }),
  });
  const pipes = openPipes((pipe, role) => terminal.serve(pipe, role), parts.log);
  const windows = new Windows({
    terminal,
    session: pagesSession,
    preload: join(built, "preload", "index.cjs"),
    pipes,
    waits: parts.waits,
    log: parts.log,
  });
  app.on("second-instance", () => windows.focusCashier());
  // A closed window comes back by itself; without this listener Electron would quit between the two.
  app.on("window-all-closed", () => {});
  app.on("child-process-gone", (_event, { type, reason }) => parts.log("process-gone", { type, reason }));
  endOrderly(terminal, { windows, pipes }, parts);
}

/** The cashier's "close the till", the system's shutdown and a termination signal all end the same way, once. */
function endOrderly(
  terminal: Terminal,
  open: { readonly windows: Windows; readonly pipes: Pipes },
  parts: Pick<HostParts, "waits" | "log" | "print">,
): void {
  let leaving = false;
  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    open.windows.close();
    open.pipes.close();
    const giveUp = parts.waits.after(CLOSE_LIMIT_MS, () => {
      parts.log("close-took-too-long");
      app.exit(1);
    });
    terminal.close().then(
      () => {
        giveUp();
        parts.print("Counterfoil is closed.");
        app.exit(0);
      },
      (error: unknown) => {
        parts.log("close-broken", { why: error instanceof Error ? error.message : String(error) });
        app.exit(1);
      },
    );
  };
  terminal.onLeave(leave);
  app.on("before-quit", (event) => {
    event.preventDefault();
    leave();
  });
}
