// The words of the keyboard suite: layouts, keys as Chromium tells them under each, one key of a mixture, and what came of it.

export const LAYOUTS = ["us", "th", "de", "fr"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What is held or locked while a key goes down; `locked` is Caps Lock, on the keypad Num Lock. */
export const LEVELS = ["plain", "shift", "locked", "locked-shift"] as const;
export type Level = (typeof LEVELS)[number];

/** One key under one layout, as real Chromium has told it (recorded/, made by record.ts). */
export type RecordedKey = {
  /** The keycode of the X server. */
  readonly keycode: number;
  /** `KeyboardEvent.key` and `keyCode` a level. */
  readonly key: Readonly<Record<Level, string>>;
  readonly keyCode: Readonly<Record<Level, number>>;
};
/** By `KeyboardEvent.code`. */
export type Recording = Readonly<Record<string, RecordedKey>>;

/** One key going down, by a finger or a scanner, before any layout. Times count from the beginning of the mixture. */
export type Press = {
  readonly atMs: number;
  readonly code: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly repeat: boolean;
  readonly by: "finger" | "scanner";
};

/** What the page asks of the till. */
export type Asked = { readonly scan: string } | { readonly amountMinor: number; readonly reference: string | null };

export type Scanned = {
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Digits on the upper row, fast, with Enter behind them and nothing before them: what every decoder is made for. */
  readonly plain: boolean;
};

/** What one seed makes: keys in the order of their times, and what must come of them. */
export type Mixture = {
  readonly seed: number;
  readonly gapMs: number;
  /** Caps Lock and Num Lock are on. */
  readonly locked: boolean;
  readonly presses: readonly Press[];
  /** The page stands still from .. to; what comes meanwhile it hears at the end. */
  readonly busy: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** After such a stand-still timers come before keys. */
  readonly timersFirst: boolean;
  /** A button has the focus while a scanner types. */
  readonly focused: boolean;
  readonly expected: readonly Asked[];
  readonly scans: readonly Scanned[];
};
