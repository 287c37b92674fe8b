// Keys that belong to a browser and not to a till. Without a menu most do nothing already; some scanners type them as a
// suffix (Ctrl+J is a line feed), so they are swallowed before the page or Chromium sees them. Scanners are heard by the page
// alone: `before-input-event` has no time stamps.
import type { Input } from "electron";

/** F keys are the till's own; the page keeps the browser from acting on them. */
const BARE = new Set(["BrowserBack", "BrowserForward", "BrowserRefresh", "BrowserHome"]);
const WITH_ALT = new Set(["ArrowLeft", "ArrowRight", "Home", "F4", "Space"]);
/** Copying and pasting stay; every other Ctrl or Cmd key goes. */
const EDITING = new Set(["KeyA", "KeyC", "KeyV", "KeyX", "KeyZ"]);

export type Stroke = Pick<Input, "code" | "control" | "meta" | "alt" | "shift">;

/** @param stroke as `before-input-event` tells it; by `code`, so that no keyboard layout changes the answer */
export function isBrowserShortcut(stroke: Stroke): boolean {
  if (stroke.control && stroke.alt) return false; // AltGr: how many layouts type @ or |
  if (stroke.control || stroke.meta)
    return stroke.shift || !EDITING.has(stroke.code) ? !isModifier(stroke.code) : false;
  if (stroke.alt) return WITH_ALT.has(stroke.code);
  return BARE.has(stroke.code);
}

function isModifier(code: string): boolean {
  return /^(?:Control|Meta|Shift|Alt)(?:Left|Right)$/.test(code);
}
