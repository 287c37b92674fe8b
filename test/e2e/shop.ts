// A whole shop for an end-to-end test: two monitors, the product's own host with both windows, a scanner on a serial cable,
// and the pretend bank that the till opened itself, reached as a customer's phone reaches it.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { openLedgerForReading } from "#ledger/reading.ts";
import { ledgerPath } from "#ledger/open.ts";
import { openSettings } from "#main/settings-file.ts";
import type { Books } from "#simulator/simulator.ts";
import { openMonitors, type Monitors } from "#test/support/monitors.ts";
import { openPty, type Pty } from "#test/support/pty.ts";

/** What a host brings: its two pages, as Playwright sees them. */
export type Windows = { readonly cashier: Page; readonly customer: Page; close(): Promise<void> };
export type OpenWindows = (at: { readonly dataFolder: string; readonly display: string }) => Promise<Windows>;

export type Shop = {
  readonly dataFolder: string;
  readonly cashier: Page;
  readonly customer: Page;
  readonly monitors: Monitors;
  readonly scanner: Pty;
  /** Keys as a person presses them, into the window that has the focus. */
  key(...names: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** What `zbarimg` reads on the photographed second monitor; "" for nothing. */
  qrOnSecondMonitor(): Promise<string>;
  books(): Promise<Books>;
  /** The pretend customer answers for a charge by its QR's payload, on the phone's own page. */
  answer(payload: string, how: "approve" | "decline"): Promise<void>;
  /** The states that the ledger has written for an attempt, oldest first. */
  ledgerStates(attemptId: string): readonly string[];
  close(): Promise<void>;
};

const run = promisify(execFile);

export async function openShop(openWindows: OpenWindows): Promise<Shop> {
  const dataFolder = mkdtempSync(join(tmpdir(), "counterfoil-shop-"));
  const monitors = await openMonitors({ first: "1024x768", second: "1920x1080" });
  const scanner = await openPty();
  openSettings(dataFolder).write({ scanners: { hid: false, serial: [{ path: scanner.tillSide, baudRate: 9600 }] } });
  const windows = await openWindows({ dataFolder, display: monitors.display });
  const { cashier, customer } = windows;
  await cashier.locator("[data-amount]").waitFor();
  await customer.locator('[data-face="idle"]').waitFor();
  const bank = await bankOrigin(cashier);
  const photograph = join(dataFolder, "second-monitor.png");
  return {
    dataFolder,
    cashier,
    customer,
    monitors,
    scanner,
    async key(...names) {
      for (const name of names) await monitors.key(name);
    },
    type: (text) => monitors.type(text, 180),
    async qrOnSecondMonitor() {
      await monitors.photograph(2, photograph);
      return await readQr(photograph);
    },
    books: async () => (await (await fetch(`${bank}/pretend/books`)).json()) as Books,
    async answer(payload, how) {
      const address = `${bank}/pretend/phone/${payload}`;
      const answered = await fetch(`${address}/${how}`, {
        method: "POST",
        headers: { origin: bank, "content-type": "application/x-www-form-urlencoded" },
        redirect: "manual",
      });
      if (answered.status >= 400) throw new Error(`the phone's page answered ${answered.status}`);
    },
    ledgerStates(attemptId) {
      const ledger = openLedgerForReading(ledgerPath(dataFolder, "training"));
      try {
        return ledger.story(attemptId)?.steps.map((step) => step.state.name) ?? [];
      } finally {
        ledger.close();
      }
    },
    async close() {
      await windows.close();
      await scanner.close();
      await monitors.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The set-up screen says where the pretend phone is: the same for every host. */
async function bankOrigin(cashier: Page): Promise<string> {
  await cashier.keyboard.press("F9");
  const shown = cashier.getByText(/http:\/\/127\.0\.0\.1:\d+\/pretend\/phone/);
  await shown.waitFor();
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec((await shown.textContent()) ?? "")?.[0];
  if (origin === undefined) throw new Error("the set-up screen shows no address of the pretend phone");
  await cashier.keyboard.press("Escape");
  await cashier.locator("[data-amount]").waitFor();
  return origin;
}

async function readQr(file: string): Promise<string> {
  try {
    const { stdout } = await run("zbarimg", ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", file]);
    return stdout.trim();
  } catch {
    // zbarimg ends with 4 when it finds nothing; a file that is missing would also end here.
    if (readFileSync(file).length === 0) throw new Error("the photograph is empty");
    return "";
  }
}
