// Hears every key of the window before anything else does, tells scanners from fingers, and hands on what fingers typed.
// Nothing of a scan reaches the page.
import { KEY_GAP_MS } from "#contract/scanners.ts";
import { createKeyboardDecoder, type KeyStroke, type KeyVerdict } from "#devices/decode/keyboard.ts";
import { dropComposition } from "./composition.ts";

export { characterOf, type KeyStroke } from "#devices/decode/keyboard.ts";

/** Takes a stroke typed by fingers; true when it was used and nobody else should see it. */
export type StrokeTaker = (stroke: KeyStroke) => boolean;
export type ScanTaker = (text: string) => void;

/** What lies over the page, such as a sheet, or the page itself. While a layer is open, nothing beneath it hears a key. */
export type Layer = { readonly over: "page" };
type Laid<Taker> = { readonly take: Taker; readonly layer: Layer | null };

export type Keyboard = {
  /** Of the uppermost layer the newest taker is asked first. */
  readonly onStroke: (taker: StrokeTaker, layer: Layer | null) => () => void;
  /** One taker: the newest of the uppermost layer. */
  readonly onScan: (taker: ScanTaker, layer: Layer | null) => () => void;
  readonly openLayer: (layer: Layer) => () => void;
  /** The shop's setting, as the till's views tell it. */
  readonly setGap: (maxGapMs: number) => void;
};

export function listenToKeyboard(): Keyboard {
  const decoder = createKeyboardDecoder({ maxGapMs: KEY_GAP_MS.usual });
  const strokeTakers: Laid<StrokeTaker>[] = [];
  const scanTakers: Laid<ScanTaker>[] = [];
  const layers: (Layer | null)[] = [null];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function uppermost<Taker>(takers: readonly Laid<Taker>[]): readonly Taker[] {
    const layer = layers.at(-1);
    return takers.filter((one) => one.layer === layer).map(({ take }) => take);
  }

  function deliver(verdict: KeyVerdict): void {
    clearTimeout(timer);
    if (verdict.pending) timer = setTimeout(() => deliver(decoder.quiet(performance.now())), verdict.waitMs);
    verdict.typed.forEach(apply);
    if (verdict.scan !== null) uppermost(scanTakers).at(-1)?.(verdict.scan.text);
    verdict.behind.forEach(apply);
  }

  function apply(stroke: KeyStroke): void {
    const newest = uppermost(strokeTakers).toReversed();
    if (!pressFocused(stroke)) newest.some((take) => take(stroke));
  }

  addEventListener(
    "keydown",
    (event) => {
      const stroke = strokeOf(event);
      const verdict = decoder.key(stroke);
      // What a scanner sends behind a code, Tab or a shortcut, is typed by nobody: the browser never sees it.
      if (!verdict.behind.includes(stroke) || !belongsToBrowser(stroke)) event.preventDefault();
      deliver(verdict);
    },
    { capture: true },
  );
  addEventListener("click", () => deliver(decoder.touched()), { capture: true });
  addEventListener("compositionstart", dropComposition, { capture: true });
  return {
    onStroke: (take, layer) => keep(strokeTakers, { take, layer }),
    onScan: (take, layer) => keep(scanTakers, { take, layer }),
    openLayer: (layer) => keep(layers, layer),
    setGap: decoder.setGap,
  };
}

/** What the layout of the keyboard makes of each stroke; the decoder knows keys alone. */
const texts = new WeakMap<KeyStroke, string>();

/** The character that the person's own keyboard layout types, Thai too; null for a key that types none. */
export function textOf(stroke: KeyStroke): string | null {
  return texts.get(stroke) ?? null;
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  const { code, key, shiftKey, ctrlKey, altKey, metaKey, repeat, timeStamp } = event;
  const stroke = { code, shift: shiftKey, modified: ctrlKey || altKey || metaKey, repeat, atMs: timeStamp };
  if (!stroke.modified && /^.$/u.test(key)) texts.set(stroke, key);
  return stroke;
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

function keep<One>(all: One[], one: One): () => void {
  all.push(one);
  return () => {
    all.splice(all.indexOf(one), 1);
  };
}

/** What is printed on a key cap for a `KeyboardEvent.code`. */
export function capOf(code: string): string {
  return code.replace(/^(Key|Digit|Numpad)(?=.)/, "").replace("Escape", "Esc");
}
