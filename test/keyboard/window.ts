// A real window of Chromium on a real X server, typed into by keycode: the layout of the server decides what a key means.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Page } from "playwright-core";
import { findBrowser } from "#main/browser/find-browser.ts";
import { theseSurroundings } from "#main/options.ts";
import { openMonitors } from "#test/support/monitors.ts";
import type { Layout } from "./words.ts";

const run = promisify(execFile);

export type KeyWindow = {
  readonly page: Page;
  /** From now on the keys mean what this layout says. */
  layout(layout: Layout): Promise<void>;
  /** @param words one call of xdotool, such as `keydown 10 keyup 10 sleep 0.01`: keycodes, never names of signs */
  keys(words: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** Opens the window over the whole of a monitor, with the keyboard's focus. */
export async function openKeyWindow(): Promise<KeyWindow> {
  const program = findBrowser(theseSurroundings());
  if (program === undefined) throw new Error("no Chromium, Chrome or Edge was found");
  const profile = mkdtempSync(join(tmpdir(), "counterfoil-keys-"));
  const monitors = await openMonitors({ first: "1024x768", second: "1024x768" });
  const env = { ...process.env, DISPLAY: monitors.display };
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    headless: false,
    viewport: null,
    ignoreDefaultArgs: ["--enable-automation"],
    args: ["--kiosk", "--app=about:blank", "--test-type"],
    env: env as Record<string, string>,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  // Held keys repeat after 200 ms, 30 times a second.
  await run("xset", ["r", "rate", "200", "30"], { env });
  await takeFocus(page, async () => await monitors.click(1));
  return {
    page,
    layout: async (layout) => void (await run("setxkbmap", [layout], { env })),
    // Before everything else where that is allowed: a scanner does not wait for the processor.
    keys: async (words) => void (await run("nice", ["-n", "-10", "xdotool", ...words], { env })),
    async close() {
      await context.close();
      await monitors.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A window manager gives the keyboard to the window that was touched last. */
async function takeFocus(page: Page, click: () => Promise<void>): Promise<void> {
  await page.evaluate(() => addEventListener("mousedown", () => void Object.assign(globalThis, { touched: true })));
  for (let tries = 0; tries < 100; tries += 1) {
    await click();
    if (await page.evaluate(() => "touched" in globalThis)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the window takes no click");
}
