// `npm run bench:keyboard`: the key streams of the keyboard suite through our decoder and through two packages of npm, each alone
// on a page of real Chromium and set up as its documentation says. Prints a table for docs/scanners.md.
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { KEY_GAP_MS } from "#contract/scanners.ts";
import { openBrowser } from "#test/scenes/browser.ts";
import { mixtureOf } from "#test/keyboard/mixture.ts";
import { installPlayer, type Play, type Played, type Player } from "#test/keyboard/player.ts";
import { toldUnder } from "#test/keyboard/recordings.ts";
import { LAYOUTS, type Layout, type Mixture } from "#test/keyboard/words.ts";

type Contender = { readonly name: string; readonly file: string; readonly least: string };

const CONTENDERS: readonly Contender[] = [
  { name: "this till", file: "keyboard-ours.ts", least: "0" },
  { name: "onscan.js 1.5.2", file: "keyboard-onscan.ts", least: "0" },
  { name: "use-scan-detection 0.2.3", file: "keyboard-hook.tsx", least: "0" },
  { name: "the same, minLength 6", file: "keyboard-hook.tsx", least: "6" },
];

/** A report belongs to a scan from its first key until so long after its last one. */
const AFTERWARDS_MS = 160;

type Row = {
  scans: number;
  plain: number;
  plainFound: number;
  found: number;
  lost: number;
  wrong: number;
  invented: number;
  eaten: number;
  through: number;
};

async function scriptOf(file: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "chrome130",
      lib: { entry: join(import.meta.dirname, file), formats: ["iife"], name: "contender" },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !("output" in first)) throw new Error(`${file} was not built`);
  return first.output[0].code;
}

async function openContender(browser: Browser, { least }: Contender, script: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto("about:blank");
  await page.evaluate((length) => {
    document.documentElement.dataset["least"] = length;
  }, least);
  await page.evaluate(`(${installPlayer.toString()})()`);
  await page.addScriptTag({ content: script });
  // What an effect attaches is attached in the next turns.
  await page.evaluate(async () => await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
  return page;
}

async function played(page: Page, layout: Layout, mixtures: readonly Mixture[]): Promise<readonly Played[]> {
  const plays: readonly Play[] = mixtures.map((mixture) => ({
    busy: mixture.busy,
    timersFirst: mixture.timersFirst,
    focused: false,
    scans: mixture.scans,
    told: toldUnder(layout, mixture),
  }));
  return await page.evaluate(async (all) => {
    const { player } = globalThis as unknown as { player: Player };
    const done: Played[] = [];
    for (const one of all) done.push(await player.play(one));
    return done;
  }, plays);
}

type Said = { readonly atMs: number; readonly scan?: string; readonly typed?: string };

function add(row: Row, mixture: Mixture, { said, letThrough }: Played): void {
  const all = said.map(({ atMs, text }): Said => ({ atMs, ...(JSON.parse(text) as object) }));
  const reports = all.filter(({ scan }) => scan !== undefined);
  const claimed = new Set<Said>();
  for (const { text, fromMs, toMs, plain } of mixture.scans) {
    const until = mixture.busy.reduce(
      (latest, span) => (span.fromMs <= latest ? Math.max(latest, span.toMs) : latest),
      toMs,
    );
    const mine = reports.filter((one) => one.atMs >= fromMs && one.atMs <= until + AFTERWARDS_MS && !claimed.has(one));
    for (const one of mine) claimed.add(one);
    row.scans += 1;
    // An AIM identifier in front of it is no fault of whoever promises none.
    const found = mine.some(({ scan }) => scan === text || (scan?.startsWith("]") && scan.slice(3) === text));
    if (plain) row.plain += 1;
    if (plain && found) row.plainFound += 1;
    if (found) row.found += 1;
    else if (mine.length > 0) row.wrong += 1;
    else row.lost += 1;
  }
  row.invented += reports.length - claimed.size;
  const isKey = ({ code, repeat }: Mixture["presses"][number]): boolean => !repeat && !/^(?:Shift|Control)/.test(code);
  const fingers = mixture.presses.flatMap((one, index) => (one.by === "finger" && isKey(one) ? [index] : []));
  const typed = all.filter((one) => one.typed !== undefined).length;
  // Ours hands every key on by itself; the packages leave keys to the browser, or take them.
  row.eaten += typed > 0 ? fingers.length - typed : fingers.filter((index) => !letThrough.includes(index)).length;
  row.through += letThrough.filter((index) => {
    const one = mixture.presses[index];
    return one?.by === "scanner" && isKey(one);
  }).length;
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

const { values } = parseArgs({ options: { seed: { type: "string" }, mixtures: { type: "string" } } });
const seed = Number(values.seed ?? 1);
const many = Number(values.mixtures ?? 150);
const mixtures: Mixture[] = [];
// The packages know no setting of the shop: only mixtures at the usual gap.
for (let next = seed; mixtures.length < many; next += 1) {
  const mixture = mixtureOf(next, { real: false });
  if (mixture.gapMs === KEY_GAP_MS.usual) mixtures.push(mixture);
}
const browser = await openBrowser();
console.log(
  line([
    "layout",
    "decoder",
    "scans",
    "found",
    "of the plain",
    "lost",
    "wrong text",
    "false scans",
    "typed keys eaten",
    "scanned keys let through",
  ]),
);
console.log(line(["---", "---", ...Array.from({ length: 8 }, () => "--:")]));
const scripts = new Map<string, string>();
for (const { file } of CONTENDERS) if (!scripts.has(file)) scripts.set(file, await scriptOf(file));
for (const layout of LAYOUTS) {
  for (const contender of CONTENDERS) {
    const page = await openContender(browser, contender, scripts.get(contender.file) ?? "");
    const row: Row = {
      scans: 0,
      plain: 0,
      plainFound: 0,
      found: 0,
      lost: 0,
      wrong: 0,
      invented: 0,
      eaten: 0,
      through: 0,
    };
    const outcomes = await played(page, layout, mixtures);
    mixtures.forEach((mixture, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error("a mixture was not played");
      add(row, mixture, outcome);
    });
    await page.context().close();
    console.log(
      line([
        layout,
        contender.name,
        row.scans,
        row.found,
        `${row.plainFound} of ${row.plain}`,
        row.lost,
        row.wrong,
        row.invented,
        row.eaten,
        row.through,
      ]),
    );
  }
}
console.log(
  `${many} mixtures from seed ${seed}, ${mixtures.reduce((sum, { presses }) => sum + presses.length, 0)} keys a layout`,
);
await browser.close();
