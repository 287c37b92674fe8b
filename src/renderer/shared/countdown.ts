// What is left of a span that the till sent as `remainingMs`, counted on the page's own steady clock from its arrival.
// It only draws: nothing is decided when it reaches nought but what is drawn.
import { useEffect, useState } from "react";

/** Milliseconds left now, drawn anew as each second turns and exactly at the end; null where nothing counts. */
export function useLeft(remainingMs: number | null, receivedAtMs: number): number | null {
  const [, redraw] = useState(0);
  const leftMs = remainingMs === null ? null : Math.max(0, receivedAtMs + remainingMs - performance.now());
  useEffect(() => {
    if (leftMs === null || leftMs === 0) return;
    const timer = setTimeout(() => redraw((count) => count + 1), leftMs % 1000 || 1000);
    return () => clearTimeout(timer);
  });
  return leftMs;
}

/** `9:05`, or `0:42`: minutes and seconds, rounded up so that nought means over. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
