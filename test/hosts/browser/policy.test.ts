// The built pages under their real policy, from the real door, in real Chromium: nothing of ours offends it, and what offends
// it is stopped. The stopping is seen first, or the silence would prove nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLES } from "#contract/words.ts";
import type { Role } from "#contract/words.ts";
import { findBrowser } from "#main/browser/find-browser.ts";
import { runBrowserHost } from "#main/browser/host.ts";
import type { BrowserHost } from "#main/browser/host.ts";
import { openTerminal } from "#main/compose.ts";
import { theseSurroundings } from "#main/options.ts";
import { describeWith } from "#test/support/needs.ts";
import { waitFor } from "./wait-for.ts";

describeWith("the policy of the built pages", ["chromium"], () => {
  let folder: string;
  let host: BrowserHost;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "policy-"));
    const options = {
      dataFolder: folder,
      pagesFolder: "out/renderer",
      environment: {},
      browser: { missing: "The test brings its own browser." },
    };
    host = await runBrowserHost({ openTerminal, options, print: () => {} });
    const executablePath = findBrowser(theseSurroundings()) ?? "";
    browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  });
  afterAll(async () => {
    await browser.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page and waits until it has been let in and shows something. */
  async function open(role: Role): Promise<{ page: Page; offences: string[] }> {
    const page = await browser.newPage();
    const offences: string[] = [];
    await page.exposeFunction("tell", (offence: string) => void offences.push(offence));
    await page.addInitScript(`addEventListener("securitypolicyviolation",
      ({ effectiveDirective, blockedURI }) => tell(effectiveDirective + " " + blockedURI))`);
    page.on("pageerror", (error) => void offences.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") offences.push(message.text());
    });
    await page.goto(host.invitation(role));
    // Asked from outside: a script that waits inside the page would itself offend the policy.
    await waitFor(
      "the page is let in",
      async () => (await page.evaluate(`sessionStorage.getItem("counterfoil-key")`)) !== null,
    );
    await waitFor(
      "the page shows something",
      async () => (await page.evaluate("document.body.innerText.trim()")) !== "",
    );
    return { page, offences };
  }

  test.for([
    // Later, because the driver's own question is exempt while it is asked.
    [
      "script from text",
      "new Promise((ran, no) => setTimeout(() => { try { ran(eval('1')) } catch (e) { no(e) } }))",
      "EvalError",
    ],
    ["markup from text", "document.body.innerHTML = '<b>x</b>'", "TrustedHTML"],
    ["a policy to get around that", "trustedTypes.createPolicy('x', {})", "disallowed"],
    ["a request to elsewhere", "fetch('http://127.0.0.1:9/').then(() => 'sent')", "Failed to fetch"],
  ] as const)("%s is stopped", async ([, script, reason]) => {
    const { page } = await open("customer");
    await expect(page.evaluate(script)).rejects.toThrow(reason);
    await page.close();
  });

  test("an offence is seen", async () => {
    const { page, offences } = await open("customer");
    await page.evaluate("void document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' }))");
    await waitFor("the offence is told", () => offences.includes("img-src http://127.0.0.1:9/x.png"));
    await page.close();
  });

  test.for(ROLES)("the page of the %s offends nothing", async (role) => {
    const { page, offences } = await open(role);
    expect(offences).toEqual([]);
    expect(await page.evaluate("location.hash + sessionStorage.getItem('counterfoil-token')")).toBe("null");
    await page.close();
  });
});
