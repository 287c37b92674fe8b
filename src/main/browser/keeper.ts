// Keeps a browser with both windows running for as long as the till is: starts it, and starts it again when it goes.
import { setTimeout as pause } from "node:timers/promises";
import type { Chromium } from "./chromium.ts";
import { ShopWindows } from "./windows.ts";
import type { ShopWindowsOptions } from "./windows.ts";

export type KeeperOptions = Omit<ShopWindowsOptions, "devTools"> & {
  readonly launch: () => Promise<Chromium>;
  /** It does not stay up; it goes on being tried, but a person should hear of it. Called once. */
  readonly onTrouble: (reason: string) => void;
};

export type Keeper = {
  /** Of the browser that runs now, or nothing between two of them. */
  pid(): number | undefined;
  close(): Promise<void>;
};

/** The first time at once, then slower and slower. */
function pauseMs(failures: number): number {
  return failures <= 1 ? 0 : Math.min(250 * 2 ** failures, LONGEST_PAUSE_MS);
}

/** A browser that lived this long was healthy: when it goes, it is started again at once. */
const HEALTHY_MS = 10_000;
const LONGEST_PAUSE_MS = 5_000;
const TROUBLE_AFTER = 3;

export function keepBrowser(options: KeeperOptions): Keeper {
  const leaving = new AbortController();
  let chromium: Chromium | undefined;
  let windows: ShopWindows | undefined;

  async function liveOnce(): Promise<string> {
    chromium = await options.launch();
    windows = new ShopWindows({ ...options, devTools: chromium.devTools });
    // Told to leave while it started, or unable to keep windows: nobody else would close it.
    if (leaving.signal.aborted) await chromium.close();
    const kept = windows.keep().catch(async () => await chromium?.close());
    const reason = await chromium.ended;
    windows.stop();
    await kept;
    return reason;
  }

  async function keep(): Promise<void> {
    let failures = 0;
    while (!leaving.signal.aborted) {
      const startedAtMs = performance.now();
      const reason = await liveOnce().catch((cause: unknown) =>
        cause instanceof Error ? cause.message : String(cause),
      );
      chromium = undefined;
      if (leaving.signal.aborted) return;
      failures = performance.now() - startedAtMs > HEALTHY_MS ? 0 : failures + 1;
      options.note(`The browser is gone (${reason}) and is started again.`);
      if (failures === TROUBLE_AFTER) options.onTrouble(reason);
      await pause(pauseMs(failures), undefined, { signal: leaving.signal }).catch(() => {});
    }
  }

  const kept = keep();
  return {
    pid: () => chromium?.pid,
    async close() {
      leaving.abort();
      windows?.stop();
      await chromium?.close();
      await kept;
    },
  };
}
