// How it stands between here and the wallet, judged where every request is seen. What proves that no connection can be had
// counts at once; a single lost or broken answer among good ones does not.
import type { LinkState, LinkWatch } from "#till/ports.ts";
import type { Heard } from "./outcome.ts";
import { placeOf, type Place } from "./place.ts";
import { createProvider, type Provider } from "./provider.ts";
import { readError } from "./wire.ts";

/** Answers that took so long: once is enough, or twice running. */
const SLOW_ONCE_MS = 8000;
const SLOW_TWICE_MS = 3000;
/** One request that waited so long in vain, while nothing else was answered, is as good as two. */
const LONG_WAIT_MS = 10_000;

export type LinkParts = {
  readonly nowMs: () => number;
  /** Whether this machine has an address of its own beside loopback: without one, an unknown name is no fault of the names. */
  readonly hasNetwork: () => boolean;
  readonly changed: (state: LinkState, why: string) => void;
};

export type Link = {
  readonly watch: Pick<LinkWatch, "now" | "onChange">;
  /** @param tookMs from when the request could leave to the end of its answer, or of the wait for it */
  heard(heard: Heard, tookMs: number): void;
  /** A payment moved: the wallet's provider answers. */
  providerAnswered(): void;
  close(): void;
};

/** The way to the API, without what lies behind it. */
type Way = { state: LinkState; troubles: number; slow: number; lastGoodMs: number };

export function createLink({ nowMs, hasNetwork, changed }: LinkParts): Link {
  const listeners = new Set<() => void>();
  const way: Way = {
    state: { state: "untried", where: null, sinceMs: null },
    troubles: 0,
    slow: 0,
    lastGoodMs: Number.NEGATIVE_INFINITY,
  };
  const provider = createProvider(nowMs, () => tell("nothing heard for long"));
  const now = () => together(way.state, provider);
  let told = now();

  function tell(why: string): void {
    const before = told;
    told = now();
    if (told.state === before.state && told.where === before.where) return;
    changed(told, why);
    for (const listener of listeners) listener();
  }
  return {
    watch: { now, onChange: (listener) => void listeners.add(listener) },
    heard(heard, tookMs) {
      const place = troubleOf(heard, hasNetwork);
      if (place === "none") return;
      if (place === null) answered(way, nowMs(), tookMs);
      else troubled(way, nowMs(), { place, tookMs, isSure: heard.kind === "not-connected" });
      if (isBackendError(heard)) provider.failed();
      tell(whyOf(heard));
    },
    providerAnswered() {
      provider.answered();
      tell("a payment moved");
    },
    close() {
      provider.close();
      listeners.clear();
    },
  };
}

/** The first broken part speaks: what lies behind it can not be seen. */
function together(way: LinkState, provider: Provider): LinkState {
  if (way.sinceMs === null || way.state === "down") return way;
  const troubleSinceMs = provider.troubleSinceMs();
  if (troubleSinceMs !== null) return { state: "down", where: "provider", sinceMs: troubleSinceMs };
  return { ...way, sinceMs: Math.max(way.sinceMs, provider.backSinceMs()) };
}

/** null: a whole answer; "none": nothing left, so nothing is known. */
function troubleOf(heard: Heard, hasNetwork: () => boolean): Place | "none" | null {
  switch (heard.kind) {
    case "held-back":
      return "none";
    case "lost":
      return "api";
    case "answer":
      return heard.status >= 500 || heard.status === 429 || heard.json === undefined ? "api" : null;
    case "not-connected": {
      if (heard.code === "CLOSED") return "none";
      const place = placeOf(heard.code);
      return place === "dns" && !hasNetwork() ? "network" : place;
    }
  }
}

function answered(way: Way, nowMs: number, tookMs: number): void {
  way.troubles = 0;
  way.lastGoodMs = nowMs;
  way.slow = tookMs < SLOW_TWICE_MS ? 0 : way.slow + 1;
  const isSlow = tookMs >= SLOW_ONCE_MS || way.slow >= 2;
  // One late answer does not yet make a good line slow, nor a slow one good.
  const staysSlow = way.state.state === "slow" && way.slow > 0;
  way.state = become(way.state, { state: isSlow || staysSlow ? "slow" : "up", where: null, sinceMs: nowMs });
}

type Trouble = { readonly place: Place; readonly tookMs: number; readonly isSure: boolean };

function troubled(way: Way, nowMs: number, { place, tookMs, isSure }: Trouble): void {
  way.troubles += 1;
  const waitedInVain = tookMs >= LONG_WAIT_MS && way.lastGoodMs < nowMs - tookMs;
  const nothingSpeaksForIt = way.state.state === "untried" || way.state.state === "down";
  if (!isSure && way.troubles < 2 && !waitedInVain && !nothingSpeaksForIt) return;
  way.state = become(way.state, { state: "down", where: place, sinceMs: nowMs });
}

/** `sinceMs` follows the state alone: an outage that changes its place is one outage. */
function become(before: LinkState, next: LinkState): LinkState {
  return before.state === next.state ? { ...next, sinceMs: before.sinceMs } : next;
}

function isBackendError(heard: Heard): boolean {
  return heard.kind === "answer" && readError(heard.status, heard.json)?.code === "backend_error";
}

function whyOf(heard: Heard): string {
  if (heard.kind === "answer") return `status ${heard.status}`;
  return heard.kind === "held-back" ? heard.kind : `${heard.kind} ${heard.code}`;
}
