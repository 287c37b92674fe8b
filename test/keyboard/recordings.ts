// A press as Chromium would tell it under a layout: from what it has told of that key when it was recorded.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LAYOUTS, type Layout, type Level, type Mixture, type Press, type Recording } from "./words.ts";

/** A `KeyboardEvent` to be, for the player in the page. */
export type Told = Pick<Press, "atMs" | "code" | "shift" | "control" | "repeat" | "by"> & {
  readonly key: string;
  readonly keyCode: number;
};

/** Keys that no layout changes. */
const SAME: Readonly<Record<string, readonly [key: string, keyCode: number]>> = {
  ShiftLeft: ["Shift", 16],
  ControlLeft: ["Control", 17],
  Escape: ["Escape", 27],
  F2: ["F2", 113],
};

function recordingOf(layout: Layout): Recording {
  return JSON.parse(readFileSync(join(import.meta.dirname, "recorded", `${layout}.json`), "utf8")) as Recording;
}

export const RECORDINGS: Readonly<Record<Layout, Recording>> = Object.fromEntries(
  LAYOUTS.map((layout) => [layout, recordingOf(layout)]),
) as Record<Layout, Recording>;

export function toldUnder(layout: Layout, { presses, locked }: Pick<Mixture, "presses" | "locked">): readonly Told[] {
  return presses.map(({ atMs, code, shift, control, repeat, by }) => {
    const [key, keyCode] = signOf(
      layout,
      code,
      `${locked ? "locked" : ""}${locked && shift ? "-" : ""}${shift ? "shift" : ""}`,
    );
    return { atMs, code, shift, control, repeat, by, key, keyCode };
  });
}

function signOf(layout: Layout, code: string, level: string): readonly [key: string, keyCode: number] {
  const same = SAME[code];
  if (same !== undefined) return same;
  const recorded = RECORDINGS[layout][code];
  if (recorded === undefined) throw new Error(`${code} was not recorded under ${layout}`);
  const at = (level === "" ? "plain" : level) as Level;
  return [recorded.key[at], recorded.keyCode[at]];
}
