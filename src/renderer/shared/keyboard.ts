// Hears every key of the window before anything else does, tells scanners from fingers, and hands on what fingers typed.
// Nothing of a scan reaches the page.
import { createContext, useContext, useEffect, useRef } from "react";
import { createKeyboardDecoder, type KeyStroke, type KeyVerdict } from "#devices/decode/keyboard.ts";

export { characterOf, type KeyStroke } from "#devices/decode/keyboard.ts";

/** Takes a stroke typed by fingers; true when it was used and nobody else should see it. */
type StrokeTaker = (stroke: KeyStroke) => boolean;
type ScanTaker = (text: string) => void;

export type Keyboard = {
  /** The newest taker is asked first. */
  readonly onStroke: (taker: StrokeTaker) => () => void;
  /** One taker: the newest. */
  readonly onScan: (taker: ScanTaker) => () => void;
};

/** Wired scanners send a key in under 15 ms; nobody types six keys at this pace. */
const MAX_GAP_MS = 50;

export function listenToKeyboard(): Keyboard {
  const decoder = createKeyboardDecoder({ maxGapMs: MAX_GAP_MS });
  const strokeTakers: StrokeTaker[] = [];
  const scanTakers: ScanTaker[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function deliver(verdict: KeyVerdict): void {
    clearTimeout(timer);
    if (verdict.pending) timer = setTimeout(() => deliver(decoder.quiet(performance.now())), verdict.waitMs);
    for (const stroke of verdict.typed) {
      if (!pressFocused(stroke)) strokeTakers.toReversed().some((take) => take(stroke));
    }
    if (verdict.scan !== null) scanTakers.at(-1)?.(verdict.scan.text);
  }

  addEventListener(
    "keydown",
    (event) => {
      const stroke = strokeOf(event);
      const verdict = decoder.key(stroke);
      // What a scanner sends behind a code, Tab or a shortcut, is not among the typed strokes: the browser never sees it.
      if (!verdict.typed.includes(stroke) || !belongsToBrowser(stroke)) event.preventDefault();
      deliver(verdict);
    },
    { capture: true },
  );
  return { onStroke: (taker) => keep(strokeTakers, taker), onScan: (taker) => keep(scanTakers, taker) };
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  const { code, shiftKey, ctrlKey, altKey, metaKey, repeat, timeStamp } = event;
  return { code, shift: shiftKey, modified: ctrlKey || altKey || metaKey, repeat, atMs: timeStamp };
}

/** Tab moves the focus; shortcuts of the browser are the host's business. */
function belongsToBrowser(stroke: KeyStroke): boolean {
  return stroke.modified || stroke.code === "Tab";
}

/** Enter and Space work the button that Tab has led to: a touch or click leaves no focus behind (see press.tsx). */
function pressFocused({ code }: KeyStroke): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLButtonElement)) return false;
  const presses = code === "Enter" || code === "NumpadEnter" || code === "Space";
  if (presses) focused.click();
  else focused.blur();
  return presses;
}

function keep<Taker>(takers: Taker[], taker: Taker): () => void {
  takers.push(taker);
  return () => {
    takers.splice(takers.indexOf(taker), 1);
  };
}

const KeyboardContext = createContext<Keyboard | null>(null);
export const KeyboardProvider = KeyboardContext.Provider;

/** While the component is drawn, strokes come here first. */
export function useStrokes(take: StrokeTaker): void {
  const keyboard = useContext(KeyboardContext);
  const newest = useRef(take);
  useEffect(() => {
    newest.current = take;
  });
  useEffect(() => keyboard?.onStroke((stroke) => newest.current(stroke)), [keyboard]);
}

export function useScans(take: ScanTaker): void {
  const keyboard = useContext(KeyboardContext);
  const newest = useRef(take);
  useEffect(() => {
    newest.current = take;
  });
  useEffect(() => keyboard?.onScan((text) => newest.current(text)), [keyboard]);
}

/** What is printed on a key cap for a `KeyboardEvent.code`. */
export function capOf(code: string): string {
  return code.replace(/^(Key|Digit|Numpad)(?=.)/, "").replace("Escape", "Esc");
}
