// Lives in the page: its clock, its timers, and its keys. A mixture is played in virtual time, so that a thousand of them take
// seconds and a stand-still of the page is exact. The events are synthetic `KeyboardEvent`s whose `timeStamp` is set: all that
// the page's code reads of an event is what Chromium has told of that key under that layout.
import type { Told } from "./recordings.ts";
import type { Mixture } from "./words.ts";

export type Play = Pick<Mixture, "busy" | "timersFirst" | "focused"> & {
  readonly told: readonly Told[];
  readonly scans: Mixture["scans"];
};

export type Played = {
  /** What the page said to the till, and when, on the clock of the mixture. */
  readonly said: readonly { readonly atMs: number; readonly text: string }[];
  /** Which of the keys the browser would have acted on by itself, by their place in `told`. */
  readonly letThrough: readonly number[];
  readonly clicks: number;
};

export type Player = {
  readonly play: (play: Play) => Promise<Played>;
  /** For pages that speak to no till. */
  readonly say: (text: string) => void;
};

type Timer = { readonly id: number; readonly dueMs: number; readonly run: () => void };

/** For `addInitScript`: it is sent to the page as text, so it knows nothing outside itself. */
export function installPlayer(): void {
  const real = {
    setTimeout: globalThis.setTimeout.bind(globalThis),
    clearTimeout: globalThis.clearTimeout.bind(globalThis),
    now: performance.now.bind(performance),
    send: WebSocket.prototype.send,
  };
  let aheadMs = 0;
  let frozenMs: number | null = null;
  let lastId = 1_000_000;
  let timers: Timer[] = [];
  let [said, beganMs]: [{ atMs: number; text: string }[], number] = [[], 0];
  let clicks = 0;
  const nowMs = (): number => frozenMs ?? real.now() + aheadMs;

  performance.now = nowMs;
  Date.now = () => Math.round(performance.timeOrigin + nowMs());
  const say = (text: string): void => void said.push({ atMs: nowMs() - beganMs, text });
  const later = (run: (...all: unknown[]) => void, ms = 0, ...all: unknown[]): number => {
    if (frozenMs === null) return real.setTimeout(run, ms, ...all) as unknown as number;
    lastId += 1;
    timers.push({ id: lastId, dueMs: frozenMs + Math.max(0, ms), run: () => run(...all) });
    return lastId;
  };
  const callOff = (id?: number): void => {
    timers = timers.filter((timer) => timer.id !== id);
    real.clearTimeout(id);
  };
  Object.assign(globalThis, { setTimeout: later, clearTimeout: callOff });
  WebSocket.prototype.send = function send(text) {
    if (typeof text === "string") say(text);
    real.send.call(this, text);
  };
  addEventListener("click", () => (clicks += 1), { capture: true });

  /** Runs what is due until then, each at its time; what falls into a stand-still runs at its end. */
  const runUntil = (untilMs: number, heard: (atMs: number) => number, untilIncluded: boolean): void => {
    for (;;) {
      const [next] = timers
        .map((timer) => ({ timer, atMs: heard(timer.dueMs) }))
        .filter(({ atMs }) => (untilIncluded ? atMs <= untilMs : atMs < untilMs))
        .toSorted((left, right) => left.atMs - right.atMs || left.timer.id - right.timer.id);
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next.timer);
      frozenMs = Math.max(frozenMs ?? 0, next.atMs);
      next.timer.run();
    }
    frozenMs = Math.max(frozenMs ?? 0, untilMs);
  };

  const dispatch = ({ code, key, keyCode, shift, control, repeat, atMs }: Told): boolean => {
    const how = { code, key, keyCode, shiftKey: shift, ctrlKey: control, repeat, bubbles: true, cancelable: true };
    const event = new KeyboardEvent("keydown", how);
    Object.defineProperty(event, "timeStamp", { value: beganMs + atMs });
    return (document.activeElement ?? document.body).dispatchEvent(event);
  };

  const play = async ({ told, busy, timersFirst, focused, scans }: Play): Promise<Played> => {
    beganMs = real.now() + aheadMs + 1000;
    said = [];
    clicks = 0;
    frozenMs = beganMs;
    const letThrough: number[] = [];
    const heard = (atMs: number): number => {
      const span = busy.find(({ fromMs, toMs }) => atMs - beganMs >= fromMs && atMs - beganMs < toMs);
      return span === undefined ? atMs : beganMs + span.toMs;
    };
    for (const [index, one] of told.entries()) {
      const heardMs = heard(beganMs + one.atMs);
      // React draws and the line carries in real time: in the longer pauses both come to their end.
      if (heardMs - frozenMs > 1500) await new Promise((resolve) => real.setTimeout(() => resolve(null), 0));
      runUntil(heardMs, heard, timersFirst);
      if (focused && scans.some(({ fromMs }) => fromMs === one.atMs) && one.by === "scanner")
        document.querySelector<HTMLElement>("button:enabled")?.focus();
      if (one.by === "finger" && document.activeElement instanceof HTMLElement) document.activeElement.blur();
      if (dispatch(one)) letThrough.push(index);
    }
    runUntil((frozenMs ?? beganMs) + 2000, heard, true);
    await new Promise((resolve) => real.setTimeout(() => resolve(null), 0));
    aheadMs = (frozenMs ?? 0) - real.now();
    frozenMs = null;
    for (const { run } of timers.splice(0)) real.setTimeout(run, 0);
    return { said: [...said], letThrough, clicks };
  };
  Object.assign(globalThis, { player: { play, say } satisfies Player });
}
