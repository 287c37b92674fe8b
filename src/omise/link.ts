// How it stands between here and the wallet, judged where every request is seen. What proves that no connection can be had
// counts at once; a single lost or broken answer among good ones does not.
import type { LinkState, LinkWatch } from "#till/ports.ts";
import { readError } from "./wire.ts";
import type { Heard } from "./outcome.ts";
import { placeOf } from "./place.ts";

/** Answers that took so long: once is enough, or twice running. */
const SLOW_ONCE_MS = 8000;
const SLOW_TWICE_MS = 3000;
/** One request that waited so long in vain, while nothing else was answered, is as good as two. */
const LONG_WAIT_MS = 10_000;
/** Without news of the wallet's provider its trouble is forgotten: only the next payment can tell. */
const PROVIDER_FORGOTTEN_MS = 5 * 60_000;

export type LinkParts = {
  readonly nowMs: () => number;
  /** Whether this machine has an address of its own beside loopback: without one, an unknown name is no fault of the names. */
  readonly hasNetwork: () => boolean;
  readonly changed: (state: LinkState, why: string) => void;
};

export type Link = {
  readonly watch: Pick<LinkWatch, "now" | "onChange">;
  /** @param tookMs from the request's first byte to the end of its answer, or of the wait for it */
  heard(heard: Heard, tookMs: number): void;
  /** A payment moved: the wallet's provider answers. */
  providerAnswered(): void;
  close(): void;
};

type Line = Pick<LinkState, "state" | "where"> & { readonly sinceMs: number | null };
type Provider = { readonly sinceMs: number; readonly lastMs: number };
type Memory = {
  line: Line;
  troubles: number;
  slow: number;
  lastGoodMs: number;
  provider: Provider | null;
  providerBackMs: number;
};

export function createLink(parts: LinkParts): Link {
  const { nowMs } = parts;
  const listeners = new Set<() => void>();
  const memory: Memory = {
    line: { state: "untried", where: null, sinceMs: null },
    troubles: 0,
    slow: 0,
    lastGoodMs: Number.NEGATIVE_INFINITY,
    provider: null,
    providerBackMs: 0,
  };
  let told = stateOf(memory, nowMs());
  let forgetting: NodeJS.Timeout | undefined;

  function tell(why: string): void {
    const state = stateOf(memory, nowMs());
    if (state.state === told.state && state.where === told.where) return;
    told = state;
    parts.changed(state, why);
    for (const listener of listeners) listener();
  }
  function providerFailed(): void {
    const atMs = nowMs();
    const since = providerTrouble(memory.provider, atMs)?.sinceMs ?? atMs;
    memory.provider = { sinceMs: since, lastMs: atMs };
    clearTimeout(forgetting);
    forgetting = setTimeout(() => tell(""), PROVIDER_FORGOTTEN_MS + 1).unref();
  }
  return {
    watch: {
      now: () => stateOf(memory, nowMs()),
      onChange(listener) {
        listeners.add(listener);
      },
    },
    heard(heard, tookMs) {
      const at = { nowMs: nowMs(), tookMs };
      const where = troubleOf(heard, parts.hasNetwork);
      if (where === "none") return;
      if (where === null) answered(memory, at);
      else troubled(memory, { ...at, where, isSure: heard.kind === "not-connected" });
      if (isBackendError(heard)) providerFailed();
      tell(whyOf(heard));
    },
    providerAnswered() {
      if (memory.provider === null) return;
      memory.provider = null;
      memory.providerBackMs = nowMs();
      tell("");
    },
    close() {
      clearTimeout(forgetting);
      listeners.clear();
    },
  };
}

/** The first broken part speaks: what lies behind it can not be seen. */
function stateOf({ line, provider, providerBackMs }: Memory, nowMs: number): LinkState {
  if (line.sinceMs === null || line.state === "down") return line;
  const trouble = providerTrouble(provider, nowMs);
  if (trouble !== null) return { state: "down", where: "provider", sinceMs: trouble.sinceMs };
  const backMs = provider === null ? providerBackMs : provider.lastMs + PROVIDER_FORGOTTEN_MS;
  return { ...line, sinceMs: Math.max(line.sinceMs, backMs) };
}

function providerTrouble(provider: Provider | null, nowMs: number): Provider | null {
  return provider !== null && nowMs - provider.lastMs < PROVIDER_FORGOTTEN_MS ? provider : null;
}

/** null: a whole answer; "none": nothing left, so nothing is known. */
function troubleOf(heard: Heard, hasNetwork: () => boolean): Exclude<LinkState["where"], "provider"> | "none" {
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

type At = { readonly nowMs: number; readonly tookMs: number };

function answered(memory: Memory, { nowMs, tookMs }: At): void {
  memory.troubles = 0;
  memory.lastGoodMs = nowMs;
  memory.slow = tookMs < SLOW_TWICE_MS ? 0 : memory.slow + 1;
  const isSlow = tookMs >= SLOW_ONCE_MS || memory.slow >= 2;
  // One late answer does not yet make a good line slow, nor a slow one good.
  const staysSlow = memory.line.state === "slow" && memory.slow > 0;
  become(memory, isSlow || staysSlow ? "slow" : "up", { where: null, nowMs });
}

function troubled(memory: Memory, at: At & { where: LinkState["where"]; isSure: boolean }): void {
  memory.troubles += 1;
  const waitedInVain = at.tookMs >= LONG_WAIT_MS && memory.lastGoodMs < at.nowMs - at.tookMs;
  const nothingSpeaksForIt = memory.line.state === "untried" || memory.line.state === "down";
  if (at.isSure || memory.troubles >= 2 || waitedInVain || nothingSpeaksForIt) become(memory, "down", at);
}

/** `sinceMs` follows the state alone: an outage that changes its place is one outage. */
function become(
  memory: Memory,
  state: LinkState["state"],
  at: { readonly where: LinkState["where"]; readonly nowMs: number },
): void {
  const sinceMs = memory.line.state === state ? memory.line.sinceMs : at.nowMs;
  memory.line = { state, where: at.where, sinceMs };
}

function isBackendError(heard: Heard): boolean {
  return heard.kind === "answer" && readError(heard.status, heard.json)?.code === "backend_error";
}

function whyOf(heard: Heard): string {
  if (heard.kind === "answer") return `status ${heard.status}`;
  return heard.kind === "held-back" ? heard.kind : `${heard.kind} ${heard.code}`;
}
