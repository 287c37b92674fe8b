// Whether the suite notices a fault that was planted in the pages.
import type { Browser } from "playwright-core";
import { isClean } from "./judge.ts";
import { mixtureOf } from "./mixture.ts";
import { buildPlanted, type Plant } from "./pages.ts";
import { openKeyboardPage } from "./play.ts";

const MOST_MIXTURES = 200;
const AT_A_TIME = 5;

/** The seed of the first mixture that shows it, under the Thai layout; null when none of two hundred does. */
export async function noticed(browser: Browser, plant: Plant, seed: number): Promise<number | null> {
  const { folder, remove } = await buildPlanted(plant);
  const page = await openKeyboardPage(browser, { page: "cashier", folder });
  try {
    for (let from = 0; from < MOST_MIXTURES; from += AT_A_TIME) {
      const mixtures = Array.from({ length: AT_A_TIME }, (_none, index) =>
        mixtureOf(seed + from + index, { real: false }),
      );
      const wrong = (await page.run(mixtures, "th")).find(({ verdict }) => !isClean(verdict));
      if (wrong !== undefined) return wrong.mixture.seed;
    }
    return null;
  } finally {
    await page.close();
    remove();
  }
}
