// The time of day as people at the counter read it: always the shop's, wherever the page's own machine believes to be.
import type { Language } from "#contract/words.ts";

/** `14:05` in the shop's zone, such as `Asia/Bangkok`. */
export function timeText(atMs: number, language: Language, zone: string): string {
  return new Intl.DateTimeFormat(language, {
    calendar: "gregory",
    numberingSystem: "latn",
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(atMs);
}
