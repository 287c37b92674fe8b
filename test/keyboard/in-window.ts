// Plays mixtures in a real window: xdotool presses the keys of a keyboard by number, the X server makes of them what the layout
// says, and Chromium stamps them. A mixture in which the machine made the scanner falter is played again.
import type { Page } from "playwright-core";
import { openStage } from "#test/scenes/stage.ts";
import { askedOf, judge, type Verdict } from "./judge.ts";
import { keycodeOf } from "./keycodes.ts";
import { idleWith, settled, type Outcome } from "./play.ts";
import { RECORDINGS } from "./recordings.ts";
import { openKeyWindow, type KeyWindow } from "./window.ts";
import type { Layout, Level, Mixture, Press } from "./words.ts";

type Heard = {
  readonly code: string;
  readonly key: string;
  readonly atMs: number;
  readonly shift: boolean;
  readonly caps: boolean;
  readonly num: boolean;
  readonly repeat: boolean;
};
type Notes = { said: { atMs: number; text: string }[]; heard: Heard[]; drawn: string[] };

export type WindowOutcome = Outcome & {
  /** Keys that the page heard. */
  readonly keys: number;
  /** Keys that the layout made something else of than was recorded. */
  readonly unlikeRecording: readonly string[];
};

export type WindowPlay = {
  run(mixture: Mixture, layout: Layout): Promise<WindowOutcome>;
  /** Mixtures played again because the machine was too busy to type like a scanner. */
  readonly faltered: () => number;
  close(): Promise<void>;
};

const MOST_TRIES = 12;

/** @param folder pages built aside, to be shown instead of the built ones */
export async function openWindowPlay(folder?: string): Promise<WindowPlay> {
  const stage = await openStage("", folder);
  const window = await openKeyWindow();
  const { page } = window;
  let faltered = 0;
  stage.answer("sale/begin", { step: "begun" });
  await page.addInitScript(takeNotes);
  return {
    async run(mixture, layout) {
      await window.layout(layout);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        // A page of its own each time: what a faltering scanner has left behind is gone.
        stage.show(idleWith(mixture.gapMs));
        await page.goto("about:blank");
        await page.goto(`${stage.origin}/cashier/#token=stage`);
        await settled(page, mixture.gapMs);
        await typeAll(window, mixture);
        const notes = await notesOf(page, mixture);
        if (!falters(mixture, notes.heard)) return outcomeOf(mixture, notes, layout);
        faltered += 1;
      }
      throw new Error(`this machine is too busy to type mixture ${mixture.seed} as fast as a scanner`);
    },
    faltered: () => faltered,
    async close() {
      await window.close();
      await stage.close();
    },
  };
}

/** For `addInitScript`: what the page says, hears and draws. */
function takeNotes(): void {
  const notes: Notes = { said: [], heard: [], drawn: [] };
  Object.assign(globalThis, { notes });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function said(text) {
    notes.said.push({ atMs: performance.now(), text: typeof text === "string" ? text : "" });
    send.call(this, text);
  };
  addEventListener(
    "keydown",
    (event) => {
      const { code, key, timeStamp, shiftKey, repeat } = event;
      const caps = event.getModifierState("CapsLock");
      notes.heard.push({
        code,
        key,
        atMs: timeStamp,
        shift: shiftKey,
        caps,
        num: event.getModifierState("NumLock"),
        repeat,
      });
    },
    { capture: true },
  );
  new MutationObserver(() => {
    const amount = document.querySelector("[data-amount]")?.getAttribute("data-amount") ?? "";
    if (notes.drawn.at(-1) !== amount) notes.drawn.push(amount);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

const LOCKS = ["CapsLock", "NumLock"].flatMap((code) => pressed(code));

async function typeAll(window: KeyWindow, { presses, locked }: Mixture): Promise<void> {
  if (locked) await window.keys(LOCKS);
  await window.keys(wordsOf(presses));
  if (locked) await window.keys(LOCKS);
}

function pressed(code: string): readonly string[] {
  return ["keydown", "--delay", "0", keycodeOf(code), "keyup", "--delay", "0", keycodeOf(code)];
}

/** One call of xdotool: modifiers go down with their own press and up behind the next key. */
function wordsOf(presses: readonly Press[]): readonly string[] {
  const words: string[] = [];
  let held: string[] = [];
  let down: string | null = null;
  presses.forEach((one, index) => {
    const next = presses[index + 1];
    if (!one.repeat) words.push("keydown", "--delay", "0", keycodeOf(one.code));
    if (/^(?:Shift|Control)Left$/.test(one.code)) held.push(one.code);
    else {
      down = one.code;
      if (next?.repeat !== true) {
        for (const code of [down, ...held]) words.push("keyup", "--delay", "0", keycodeOf(code));
        held = [];
      }
    }
    const gapMs = (next?.atMs ?? one.atMs) - one.atMs;
    if (gapMs > 0) words.push("sleep", (gapMs / 1000).toFixed(3));
  });
  return words;
}

/** All of it was said and drawn: the last key of every mixture is the Escape that empties the amount. */
async function notesOf(page: Page, { presses, expected }: Mixture): Promise<Notes> {
  const escapes = presses.filter(({ code }) => code === "Escape").length;
  await page
    .waitForFunction(
      ([many, asked]) => {
        const { heard, said } = (globalThis as unknown as { notes: Notes }).notes;
        const done = heard.filter(({ code }) => code === "Escape").length >= (many ?? 0);
        return done && said.filter(({ text }) => text.includes('"command"')).length >= (asked ?? 0);
      },
      [escapes, expected.length] as const,
      { timeout: 3000 },
    )
    .catch(() => undefined);
  return await page.evaluate(() => (globalThis as unknown as { notes: Notes }).notes);
}

/** A scanner that was meant to keep its pace and did not. Its first keys say what is a scanner's and what was a finger's just
 *  before it, so they are to be in time; the server stamps these keys when it gets to them, those of hardware when they come. */
function falters({ presses, gapMs }: Mixture, heard: readonly Heard[]): boolean {
  const counts = ({ repeat, code }: Pick<Press, "repeat" | "code">): boolean =>
    !repeat && !/Lock$|^Shift|^Control/.test(code);
  const keys = heard.filter(counts);
  const wanted = presses.filter(counts);
  if (keys.length !== wanted.length) return true;
  let inScan = 0;
  return wanted.some((one, index) => {
    const before = wanted[index - 1];
    const goesOn = one.by === "scanner" && before?.by === "scanner" && one.atMs - before.atMs <= gapMs;
    inScan = goesOn ? inScan + 1 : 0;
    const tookMs = (keys[index]?.atMs ?? 0) - (keys[index - 1]?.atMs ?? 0);
    return goesOn && tookMs > (inScan <= AT_FIRST.keys ? AT_FIRST.mostMs : MOST_MS);
  });
}

const AT_FIRST = { keys: 5, mostMs: 22 } as const;
const MOST_MS = 40;

function outcomeOf(mixture: Mixture, { said, heard, drawn }: Notes, layout: Layout): WindowOutcome {
  const asked = askedOf(said);
  const amounts = mixture.expected.flatMap((one) => ("amountMinor" in one ? [one.amountMinor] : []));
  const typed = amounts.map((minor) => (minor / 100).toFixed(2));
  const strange = drawn.filter((amount) => !typed.some((whole) => whole.startsWith(amount)));
  const verdict: Verdict = judge(mixture, asked, strange.length);
  return { mixture, asked, verdict, keys: heard.length, unlikeRecording: unlike(heard, layout) };
}

function unlike(heard: readonly Heard[], layout: Layout): readonly string[] {
  return heard.flatMap(({ code, key, shift, caps, num }, index) => {
    const recorded = RECORDINGS[layout][code];
    // A dead key changes the next one.
    if (recorded === undefined || heard[index - 1]?.key === "Dead") return [];
    const locked = code.startsWith("Numpad") ? num : caps;
    const level = (locked ? (shift ? "locked-shift" : "locked") : shift ? "shift" : "plain") as Level;
    return recorded.key[level] === key ? [] : [`${code} ${level}: ${recorded.key[level]} was recorded, ${key} came`];
  });
}
