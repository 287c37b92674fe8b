// Joins a page to the till: through the preload's letter slot where there is one, else by WebSocket. This is the only place
// that knows the difference. A lost line is joined again by itself; a refused key is thrown away.
import type { Pipe } from "#bridge/pipe.ts";
import { openSocketPipe, REPLACED, type Proof } from "./socket-pipe.ts";

/** What the Electron preload leaves in the page. */
type LetterSlot = {
  readonly send: (text: string) => void;
  readonly onText: (listener: (text: string) => void) => void;
  readonly onClose: (listener: (reason: string) => void) => void;
};

declare global {
  interface Window {
    readonly counterfoilPipe?: LetterSlot;
  }
}

const KEY = "counterfoil-key";
const TOKEN = "counterfoil-token";
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;

/** Calls `onPipe` for the first line and for every later one. A page that another one has replaced stays away. */
export function connect(onPipe: (pipe: Pipe) => void): void {
  const slot = window.counterfoilPipe;
  if (slot) joinSlot(slot, onPipe);
  else void joinForEver(onPipe);
}

/** A letter slot whose line was closed takes a new one as soon as somebody listens and speaks again. */
function joinSlot(slot: LetterSlot, onPipe: (pipe: Pipe) => void): void {
  onPipe({
    send: slot.send,
    onText: slot.onText,
    onClose(listener) {
      slot.onClose((reason) => {
        listener(reason);
        setTimeout(() => joinSlot(slot, onPipe), LONGEST_WAIT_MS);
      });
    },
    close: () => location.reload(),
  });
}

async function joinForEver(onPipe: (pipe: Pipe) => void): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    const hello = await proof();
    const joined = await openSocketPipe(hello);
    if (joined.kind === "open") {
      sessionStorage.setItem(KEY, joined.key);
      sessionStorage.removeItem(TOKEN);
      waitMs = FIRST_WAIT_MS;
      onPipe(joined.pipe);
      if ((await joined.ended) === REPLACED) return sessionStorage.removeItem(KEY);
      continue;
    }
    if (joined.kind === "refused") sessionStorage.removeItem("key" in hello ? KEY : TOKEN);
    await pause(waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

/** The role key of this window, else a one-time token from the address or the host; waits until there is one. */
async function proof(): Promise<Proof> {
  const key = sessionStorage.getItem(KEY);
  if (key !== null) return { key };
  const inAddress = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (inAddress !== undefined) {
    history.replaceState(null, "", location.pathname + location.search);
    sessionStorage.setItem(TOKEN, decodeURIComponent(inAddress));
  }
  for (;;) {
    const token = sessionStorage.getItem(TOKEN);
    if (token !== null) return { token };
    await new Promise((resolve) => addEventListener(TOKEN, resolve, { once: true }));
  }
}

async function pause(waitMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, waitMs));
}
