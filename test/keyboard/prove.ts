// `npm run test:keyboard`: mixtures of typing and scanning under four layouts, through the built page and in a real window. First
// every planted fault must be noticed. Its last line is the count; it fails when anything was wrong, or fewer were played than
// promised. `-- --seed N --layout th` plays one mixture again, `--window` in a real window.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { openBrowser } from "#test/scenes/browser.ts";
import { BUILT } from "#test/scenes/stage.ts";
import { openWindowPlay } from "./in-window.ts";
import { CLEAN, isClean, sum, type Verdict } from "./judge.ts";
import { mixtureOf } from "./mixture.ts";
import { PLANTS } from "./pages.ts";
import { noticed } from "./noticed.ts";
import { openKeyboardPage, type Outcome } from "./play.ts";
import { LAYOUTS, type Layout } from "./words.ts";

/** What `npm run test:keyboard` promises, a layout. */
const LEAST = { mixtures: 1000, inWindow: 50 } as const;

type Tally = {
  verdict: Verdict;
  mixtures: number;
  inWindow: number;
  sales: number;
  scans: number;
  keys: number;
  failed: number;
};

const tally: Tally = { verdict: CLEAN, mixtures: 0, inWindow: 0, sales: 0, scans: 0, keys: 0, failed: 0 };

function count({ mixture, asked, verdict }: Outcome, layout: Layout, how: "" | " --window"): void {
  tally.verdict = sum(tally.verdict, verdict);
  tally.scans += mixture.scans.length;
  tally.sales += mixture.expected.filter((one) => "amountMinor" in one).length;
  tally.keys += mixture.presses.length;
  if (isClean(verdict)) return;
  tally.failed += 1;
  console.log(`seed ${mixture.seed} under ${layout}: ${JSON.stringify(verdict)}`);
  console.log(`  expected ${JSON.stringify(mixture.expected)}\n  came     ${JSON.stringify(asked)}`);
  console.log(`  again: node test/keyboard/prove.ts --seed ${mixture.seed} --layout ${layout}${how}`);
}

async function inPage(browser: Browser, seed: number, many: number): Promise<void> {
  for (const layout of LAYOUTS) {
    const page = await openKeyboardPage(browser, { page: "cashier", folder });
    const mixtures = Array.from({ length: many }, (_none, index) => mixtureOf(seed + index, { real: false }));
    for (const outcome of await page.run(mixtures, layout)) count(outcome, layout, "");
    await page.close();
    tally.mixtures += many;
    console.log(`${layout}: ${many} mixtures`);
  }
}

async function inWindow(seed: number, many: number): Promise<void> {
  const window = await openWindowPlay(folder);
  for (const layout of LAYOUTS) {
    for (let index = 0; index < many; index += 1) {
      const outcome = await window.run(mixtureOf(seed + index, { real: true }), layout);
      count(outcome, layout, " --window");
      for (const words of outcome.unlikeRecording) {
        tally.failed += 1;
        console.log(`${layout}: ${words}; record again with node test/keyboard/record.ts`);
      }
      tally.inWindow += 1;
    }
    console.log(`${layout}: ${many} mixtures in a real window, ${window.faltered()} played again`);
  }
  await window.close();
}

async function proveAll(seed: number, { mixtures, windows }: { mixtures: number; windows: number }): Promise<void> {
  const startedMs = Date.now();
  const browser = await openBrowser();
  let caught = 0;
  for (const plant of PLANTS) {
    const found = await noticed(browser, plant, seed);
    caught += found === null ? 0 : 1;
    console.log(found === null ? `NOT noticed: ${plant.name}` : `noticed: ${plant.name} (seed ${found})`);
  }
  await inPage(browser, seed, mixtures);
  await browser.close();
  await inWindow(seed, windows);
  const missing = tally.mixtures < LEAST.mixtures * LAYOUTS.length || tally.inWindow < LEAST.inWindow * LAYOUTS.length;
  if (missing) console.log(`fewer than the promised ${LEAST.mixtures} and ${LEAST.inWindow} a layout`);
  if (missing || tally.failed > 0 || caught < PLANTS.length) process.exitCode = 1;
  const { falseSales, lostScans, falseScans, wrongTexts, leaks } = tally.verdict;
  console.log(
    [
      `test:keyboard: ${tally.mixtures} mixtures in the page and ${tally.inWindow} in a real window under ${LAYOUTS.length} layouts`,
      `${tally.keys} keys, ${tally.sales} sales, ${tally.scans} scans`,
      `false sales ${falseSales}, lost scans ${lostScans}, false scans ${falseScans}, wrong texts ${wrongTexts}, leaks ${leaks}`,
      `planted faults noticed ${caught} of ${PLANTS.length}, seed ${seed}, ${Math.round((Date.now() - startedMs) / 1000)} s`,
    ].join("; "),
  );
}

async function again(seed: number, layout: Layout, real: boolean): Promise<void> {
  const mixture = mixtureOf(seed, { real });
  if (real) {
    const window = await openWindowPlay(folder);
    count(await window.run(mixture, layout), layout, " --window");
    await window.close();
  } else {
    const browser = await openBrowser();
    const page = await openKeyboardPage(browser, { page: "cashier", folder });
    for (const outcome of await page.run([mixture], layout)) count(outcome, layout, "");
    await browser.close();
    await page.close();
  }
  console.log(tally.failed === 0 ? "it holds" : "it fails again");
  if (tally.failed > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      layout: { type: "string" },
      window: { type: "boolean" },
      mixtures: { type: "string" },
      windows: { type: "string" },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const layout = LAYOUTS.find((one) => one === values.layout);
  if (layout !== undefined) return await again(seed, layout, values.window === true);
  const mixtures = Number(values.mixtures ?? LEAST.mixtures);
  await proveAll(seed, { mixtures, windows: Number(values.windows ?? LEAST.inWindow) });
}

// A copy: it takes minutes, and the next build must not pull the pages away.
const folder = mkdtempSync(join(tmpdir(), "counterfoil-pages-"));
cpSync(BUILT, folder, { recursive: true });
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await main();
