// The browser host in this process, its Chromium with a second way in for the test's driver.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { openTerminal } from "#main/compose.ts";
import { findBrowser } from "#main/browser/find-browser.ts";
import { runBrowserHost } from "#main/browser/host.ts";
import { theseSurroundings } from "#main/options.ts";
import type { OpenWindows } from "./shop.ts";

const LIMIT_MS = 30_000;

export const openBrowserWindows: OpenWindows = async ({ dataFolder, display }) => {
  const program = findBrowser(theseSurroundings());
  if (program === undefined) throw new Error("no Chromium, Chrome or Edge was found");
  const host = await runBrowserHost({
    openTerminal,
    options: {
      dataFolder,
      pagesFolder: join(import.meta.dirname, "../../out/renderer"),
      environment: { ...process.env, OMISE_PUBLIC_KEY: "", OMISE_SECRET_KEY: "", DISPLAY: display },
      browser: { program },
    },
    chromiumArguments: ["--remote-debugging-port=0"],
    print: () => undefined,
  });
  const driver = await attach(join(dataFolder, "browser-profile", "DevToolsActivePort"));
  const page = (role: string): Promise<Page> => pageOf(driver, `${host.origin}/${role}/`);
  return {
    cashier: await page("cashier"),
    customer: await page("customer"),
    async close() {
      await driver.close();
      await host.close();
    },
  };
};

async function attach(portFile: string): Promise<Browser> {
  const port = await patiently(`the port in ${portFile}`, () => readFileSync(portFile, "utf8").split("\n")[0]);
  return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
}

async function pageOf(driver: Browser, address: string): Promise<Page> {
  return await patiently(`a page at ${address}`, () =>
    driver
      .contexts()
      .flatMap((context) => context.pages())
      .find((page) => page.url().startsWith(address)),
  );
}

async function patiently<Found>(what: string, look: () => Found | undefined): Promise<Found> {
  const before = performance.now();
  for (;;) {
    try {
      const found = look();
      if (found !== undefined) return found;
    } catch (cause) {
      if (performance.now() - before > LIMIT_MS) throw new Error(`${what} did not come`, { cause });
    }
    if (performance.now() - before > LIMIT_MS) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
