// The Electron host as its own process, driven by Playwright's way into Electron.
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import type { OpenWindows } from "./shop.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGES = /^counterfoil:\/\/[^/]+\/(cashier|customer)\//;

/** @param program Electron's binary */
export function openElectronWindows(program: string): OpenWindows {
  return async ({ dataFolder, display }) => {
    const { OMISE_PUBLIC_KEY: _public, OMISE_SECRET_KEY: _secret, ...environment } = process.env;
    const app = await _electron.launch({
      executablePath: program,
      args: [ROOT, "--data", dataFolder, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
      env: { ...environment, DISPLAY: display },
    });
    return {
      cashier: await pageOf(app, "cashier"),
      customer: await pageOf(app, "customer"),
      close: () => app.close(),
    };
  };
}

async function pageOf(app: ElectronApplication, role: string): Promise<Page> {
  const isIt = (page: Page): boolean => PAGES.exec(page.url())?.[1] === role;
  return app.windows().find(isIt) ?? (await app.waitForEvent("window", { predicate: isIt, timeout: 30_000 }));
}
