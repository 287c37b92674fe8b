// Instants as the bank writes them: epoch ms inside, ISO-8601 UTC in whole seconds outside.

const SECOND_MS = 1000;
export const HOUR_MS = 3600 * SECOND_MS;
export const DAY_MS = 24 * HOUR_MS;

/** 2024-09-23T03:18:40Z: no fraction, always UTC. */
export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

export function isoSecondsOrNull(atMs: number | null): string | null {
  return atMs === null ? null : isoSeconds(atMs);
}

export function wholeSecond(atMs: number): number {
  return Math.floor(atMs / SECOND_MS) * SECOND_MS;
}

/** The first instant of the day, at an offset from UTC, that holds `atMs`. */
export function dayStartMs(atMs: number, offsetHours: number): number {
  const offsetMs = offsetHours * HOUR_MS;
  return Math.floor((atMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
}
