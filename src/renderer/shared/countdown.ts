// What is left of a span that the till sent as `remainingMs`, counted on the page's own steady clock from its arrival.
// It only draws: nothing is decided when it reaches nought but what is drawn.
import { useCallback, useSyncExternalStore } from "react";

/** Milliseconds left in whole seconds, rounded up, so that nought means over; null where nothing counts. */
export function useLeft(remainingMs: number | null, receivedAtMs: number): number | null {
  const endAtMs = remainingMs === null ? null : receivedAtMs + remainingMs;
  const subscribe = useCallback((redraw: () => void) => atEachSecond(endAtMs, redraw), [endAtMs]);
  return useSyncExternalStore(subscribe, () => leftUntil(endAtMs));
}

function leftUntil(endAtMs: number | null): number | null {
  return endAtMs === null ? null : Math.max(0, Math.ceil((endAtMs - performance.now()) / 1000) * 1000);
}

/** Calls as each second turns, the last time exactly at the end. */
function atEachSecond(endAtMs: number | null, redraw: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    const leftMs = endAtMs === null ? 0 : endAtMs - performance.now();
    if (leftMs <= 0) return;
    timer = setTimeout(
      () => {
        redraw();
        next();
      },
      Math.ceil(leftMs % 1000) || 1000,
    );
  };
  next();
  return () => clearTimeout(timer);
}

/** Milliseconds gone of something that was `ageMs` old when the snapshot came, in whole seconds. */
export function useAge(ageMs: number, receivedAtMs: number): number {
  const subscribe = useCallback((redraw: () => void) => {
    const timer = setInterval(redraw, 1000);
    return () => clearInterval(timer);
  }, []);
  return useSyncExternalStore(subscribe, () =>
    Math.max(0, Math.floor((performance.now() - receivedAtMs + ageMs) / 1000) * 1000),
  );
}

/** `9:05`, or `0:42`: minutes and seconds; from an hour on `23:59:05`. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const inHour = minutes < 60 ? String(minutes) : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}`;
  return `${inHour}:${twoDigits(seconds % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
