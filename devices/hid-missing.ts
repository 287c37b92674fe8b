// HID scanners that ought to work and do not: lost ones (`absent`) and those that cannot be opened or read (`trouble`).
// A lost one is remembered for as long as somebody may be on the way to plug it in again.
import type { ScannerView } from "#contract/scanners.ts";
import { hidView } from "./hid-notes.ts";

/** While another scanner works: until then the lost one is still looked for, after that another has taken its place. */
const FORGET_MS = 10 * 60_000;

export type Missing = {
  list(): readonly ScannerView[];
  has(id: string): boolean;
  get(id: string): ScannerView | undefined;
  add(view: ScannerView, nowMs: number): void;
  delete(id: string): void;
  /** After each look. What is not there any more is no trouble, at most unplugged. @param identities of what is there */
  seen(identities: readonly string[], now: { readonly nowMs: number; readonly works: boolean }): void;
};

export function createMissing(): Missing {
  const byId = new Map<string, { readonly view: ScannerView; readonly sinceMs: number }>();
  return {
    list: () => [...byId.values()].map(({ view }) => view),
    has: (id) => byId.has(id),
    get: (id) => byId.get(id)?.view,
    add: (view, nowMs) => void byId.set(view.id, { view, sinceMs: nowMs }),
    delete: (id) => void byId.delete(id),
    seen(identities, { nowMs, works }) {
      const isThere = (id: string): boolean => identities.some((one) => id === one || id.startsWith(`${one}#`));
      for (const [id, { view, sinceMs }] of byId) {
        const wasRead = view.words === "reads-nothing";
        if (view.state === "absent" && works && nowMs - sinceMs > FORGET_MS) byId.delete(id);
        else if (view.state === "trouble" && !isThere(id)) {
          if (wasRead) byId.set(id, { view: hidView(id, view.name, { state: "absent", words: "unplugged" }), sinceMs });
          else byId.delete(id);
        }
      }
    },
  };
}
