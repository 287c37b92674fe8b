// The time of day as people at the counter read it.
import type { Language } from "#contract/words.ts";

/** `14:05` on the till's own clock. */
export function timeText(atMs: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(atMs);
}
