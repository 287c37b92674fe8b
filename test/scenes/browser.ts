// One headless Chromium of the system for pictures and tests of the built pages, and the watch over what a page complains of.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

export const SIZES = {
  cashier: { width: 1024, height: 768 },
  customer: { width: 1920, height: 1080 },
} as const;
export type PageName = keyof typeof SIZES;

function programPath(name: string): string {
  const folder = (process.env["PATH"] ?? "").split(delimiter).find((one) => {
    try {
      accessSync(join(one, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return join(folder, name);
}

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: programPath("chromium"), headless: true });
}

export type Watched = { readonly context: BrowserContext; readonly page: Page; readonly complaints: string[] };

export type PageSurroundings = {
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  /** Where the machine of the page believes to be. */
  readonly zone?: string | undefined;
};

/** A page in a context of its own, already told its token; `complaints` collects console errors, exceptions and violations of the policy. */
export async function openWatched(
  browser: Browser,
  origin: string,
  name: PageName,
  { size = SIZES[name], zone = "Asia/Bangkok" }: PageSurroundings = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: size, timezoneId: zone, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(`${origin}/${name}/#token=stage`);
  return { context, page, complaints };
}

/** Waits until the page has drawn: fonts are there, a QR is no longer loading. */
export async function drawn(page: Page): Promise<void> {
  await page.locator("main > *").first().waitFor();
  await page.locator('[data-qr="loading"]').waitFor({ state: "detached" });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
