// The till's time: the PC's clock at the start and the machine's steady counter from then on, so it never runs backwards.
import { performance } from "node:perf_hooks";
import type { Clock } from "#till/ports.ts";
import type { Country } from "#contract/words.ts";

const ZONES: Readonly<Record<Country, string>> = { TH: "Asia/Bangkok", SG: "Asia/Singapore", MY: "Asia/Kuala_Lumpur" };
const DAY_MS = 86_400_000;

/** @param country of the shop; asked each time, because it comes from the account */
export function createClock(country: () => Country): Clock {
  const startMs = Date.now() - performance.now();
  return {
    nowMs: () => Math.round(startMs + performance.now()),
    zone: () => ZONES[country()],
    after(ms, run) {
      const timer = setTimeout(run, Math.min(ms, 2_147_483_647));
      return () => clearTimeout(timer);
    },
    dayAt(atMs) {
      const offsetMs = zoneOffsetMs(ZONES[country()], atMs);
      const fromMs = Math.floor((atMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
      return { day: new Date(fromMs + offsetMs).toISOString().slice(0, 10), fromMs, toMs: fromMs + DAY_MS };
    },
  };
}

/** None of the three zones has summer time, so a day has 24 hours and one offset. */
function zoneOffsetMs(timeZone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(atMs);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name);
  if (!match) throw new Error(`no offset known for ${timeZone}`);
  const [, sign = "+", hours = "0", minutes = "0"] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
