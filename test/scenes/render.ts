// `npm run scenes [-- --only PATTERN]`, a pattern of whole names: every scene of both built pages to a picture, in English, Thai
// and for the customer in both at once, and one contact sheet. Fails on anything that a page complains of.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import type { Language } from "#contract/words.ts";
import { drawn, openBrowser, openWatched, SIZES, type PageName, type Watched } from "./browser.ts";
import type { Scene } from "./scene.ts";
import { SCENES, snapshotsOf } from "./scenes.ts";
import { openStage, type Stage } from "./stage.ts";

const FOLDER = fileURLToPath(new URL("../../scenes", import.meta.url));

type Picture = { readonly file: string; readonly scene: string; readonly page: PageName; readonly language: string };
type Run = {
  readonly stage: Stage;
  readonly browser: Browser;
  readonly pictures: Picture[];
  readonly complaints: string[];
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = SCENES.filter(({ name }) => values.only === undefined || new RegExp(`^(${values.only})$`).test(name));
if (chosen.length === 0) throw new Error(`there is no scene called ${values.only ?? ""}`);

await mkdir(FOLDER, { recursive: true });
const run: Run = { stage: await openStage(), browser: await openBrowser(), pictures: [], complaints: [] };
try {
  for (const page of ["cashier", "customer"] as const) await renderPage(run, page);
  await contactSheet(run);
} finally {
  await run.browser.close();
  await run.stage.close();
}
for (const complaint of run.complaints) console.error(complaint);
console.log(`${chosen.length} scenes, ${run.pictures.length} pictures in scenes/, ${run.complaints.length} complaints`);
process.exitCode = run.complaints.length === 0 ? 0 : 1;

async function renderPage(to: Run, page: PageName): Promise<void> {
  const languages: readonly (Language | null)[] = page === "cashier" ? ["en", "th"] : ["en", "th", null];
  const scenes = page === "cashier" ? chosen : chosen.filter(({ customer }) => customer);
  const watched = await openWatched(to.browser, to.stage.origin, page);
  for (const language of languages)
    for (const scene of scenes) await renderScene(to, watched, { page, scene, language });
  await watched.context.close();
}

type Wanted = { readonly page: PageName; readonly scene: Scene; readonly language: Language | null };

async function renderScene(to: Run, watched: Watched, { page: name, scene, language }: Wanted): Promise<void> {
  for (const [command, output] of Object.entries(scene.answers)) to.stage.answer(command, output);
  to.stage.show(snapshotsOf(scene, language ?? "th", name === "cashier" ? null : language));
  await watched.page.reload();
  await drawn(watched.page);
  if (name === "cashier") await press(watched, scene.keys);
  to.stage.usual();
  const file = `${scene.name}.${name}.${language ?? "both"}.png`;
  await watched.page.screenshot({ path: join(FOLDER, file), animations: "disabled" });
  to.pictures.push({ file, scene: scene.name, page: name, language: language ?? "both" });
  to.complaints.push(...watched.complaints.splice(0).map((complaint) => `${file}: ${complaint}`));
}

/** As slowly as fingers: faster would be a scanner. */
async function press({ page }: Watched, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    await page.keyboard.press(code, { delay: 80 });
    // Its screen may have to load first.
    if (/^F\d/.test(code)) await drawn(page);
  }
  await page.waitForTimeout(codes.length === 0 ? 0 : 150);
  await drawn(page);
}

async function contactSheet({ browser, pictures }: Run): Promise<void> {
  const cells = pictures.map(({ file, scene, page, language }) => {
    const { width, height } = SIZES[page];
    return `<figure><img src="${file}" width="480" height="${Math.round((480 * height) / width)}" alt=""><figcaption>${scene} · ${page} · ${language}</figcaption></figure>`;
  });
  const style =
    "body{margin:16px;font:14px sans-serif;display:grid;grid-template-columns:repeat(4,480px);gap:16px}figure{margin:0}img{display:block}";
  await writeFile(
    join(FOLDER, "index.html"),
    `<!doctype html><meta charset="utf-8"><title>Scenes</title><style>${style}</style>${cells.join("\n")}`,
  );
  const page = await browser.newPage({ viewport: { width: 2000, height: 1000 } });
  await page.goto(`file://${join(FOLDER, "index.html")}`);
  await page.screenshot({ path: join(FOLDER, "contact-sheet.png"), fullPage: true });
}
