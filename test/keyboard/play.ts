// Plays mixtures to the product's own page in Chromium, and gives back what it said to the till.
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { PageName } from "#test/scenes/browser.ts";
import { SCENES, snapshotsOf } from "#test/scenes/scenes.ts";
import { openStage } from "#test/scenes/stage.ts";
import { askedOf, judge, type Verdict } from "./judge.ts";
import { installPlayer, type Play, type Played, type Player } from "./player.ts";
import { toldUnder } from "./recordings.ts";
import type { Layout, Mixture } from "./words.ts";

export type Outcome = {
  readonly mixture: Mixture;
  readonly asked: ReturnType<typeof askedOf>;
  readonly verdict: Verdict;
};

export type KeyboardPage = {
  /** In the order of their gaps, so that the setting changes seldom. */
  run(mixtures: readonly Mixture[], layout: Layout): Promise<readonly Outcome[]>;
  close(): Promise<void>;
};

export type PageChoice = {
  readonly page: PageName;
  /** Pages built aside, to be shown instead of the built ones. */
  readonly folder?: string | undefined;
};

/** A snapshot of an idle till with this setting; the name of the till says that it has arrived. */
export function idleWith(gapMs: number): ReadonlyMap<string, unknown> {
  const idle = SCENES.find(({ name }) => name === "idle");
  if (idle === undefined) throw new Error("there is no idle scene");
  const all = snapshotsOf(idle, "en", "en");
  const customer = { ...(all.get("customer") as object), keyGapMs: gapMs, shopName: nameFor(gapMs) };
  const cashier = { ...(all.get("cashier") as object), keyGapMs: gapMs, customer, tillName: nameFor(gapMs) };
  return new Map<string, unknown>([...all, ["customer", customer], ["cashier", cashier]]);
}

function nameFor(gapMs: number): string {
  return `Keys ${gapMs} ms`;
}

/** Waits until the page has that setting. */
export async function settled(page: Page, gapMs: number): Promise<void> {
  await page.getByText(nameFor(gapMs)).first().waitFor();
}

export async function openKeyboardPage(browser: Browser, { page: name, folder }: PageChoice): Promise<KeyboardPage> {
  const stage = await openStage("", folder);
  const context: BrowserContext = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.addInitScript(installPlayer);
  stage.answer("sale/begin", { step: "begun" });
  stage.show(idleWith(50));
  await page.goto(`${stage.origin}/${name}/#token=stage`);
  return {
    async run(mixtures, layout) {
      const outcomes: Outcome[] = [];
      for (const [gapMs, some] of Map.groupBy(mixtures, (mixture) => mixture.gapMs)) {
        stage.show(idleWith(gapMs));
        await settled(page, gapMs);
        for (const part of parts(some)) {
          const played = await playAll(
            page,
            part.map((mixture) => playOf(mixture, layout)),
          );
          part.forEach((mixture, index) => outcomes.push(outcomeOf(mixture, played[index])));
        }
      }
      return outcomes;
    },
    async close() {
      await context.close();
      await stage.close();
    },
  };
}

function playOf(mixture: Mixture, layout: Layout): Play {
  const { busy, timersFirst, focused, scans } = mixture;
  return { busy, timersFirst, focused, scans, told: toldUnder(layout, mixture) };
}

async function playAll(page: Page, plays: readonly Play[]): Promise<readonly Played[]> {
  return await page.evaluate(async (all) => {
    const played: Played[] = [];
    const { player } = globalThis as unknown as { player: Player };
    for (const one of all) played.push(await player.play(one));
    return played;
  }, plays);
}

function outcomeOf(mixture: Mixture, played: Played | undefined): Outcome {
  if (played === undefined) throw new Error("a mixture was not played");
  const asked = askedOf(played.said);
  const leaked = played.letThrough.filter((index) => mixture.presses[index]?.by === "scanner").length;
  return { mixture, asked, verdict: judge(mixture, asked, leaked + played.clicks) };
}

/** So many at a time that one call to the page stays small. */
function parts(all: readonly Mixture[]): readonly (readonly Mixture[])[] {
  const many = 50;
  return Array.from({ length: Math.ceil(all.length / many) }, (_none, index) =>
    all.slice(index * many, (index + 1) * many),
  );
}
