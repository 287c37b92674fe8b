// Which window belongs on which monitor: pure, from what the system says about its displays.
import type { Display as SeenDisplay } from "electron";
import type { Display } from "#main/terminal.ts";

export type Seen = Pick<SeenDisplay, "id" | "label" | "bounds" | "size" | "scaleFactor">;

export type Places = {
  readonly cashier: Seen;
  /** Null where there is no second monitor of its own. */
  readonly customer: Seen | null;
  /** For the set-up screen. */
  readonly report: readonly Display[];
};

/** The cashier on the primary display, the customer on the next one from the left. A monitor that mirrors the cashier's (the same
 *  corner of the desktop) is not a second screen: the customer's window would cover the cashier's. */
export function placesOn(primary: Seen, all: readonly Seen[]): Places {
  const others = all
    .filter((one) => one.id !== primary.id)
    .toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
  const customer = others.find((one) => one.bounds.x !== primary.bounds.x || one.bounds.y !== primary.bounds.y) ?? null;
  const report = [primary, ...others].map((one, at): Display => ({
    name: nameOf(one, at),
    role: one === primary ? "cashier" : one === customer ? "customer" : "spare",
  }));
  return { cashier: primary, customer, report };
}

function nameOf({ label, size, scaleFactor }: Seen, at: number): string {
  const pixels = [size.width, size.height].map((side) => Math.round(side * scaleFactor)).join("×");
  return `${(label || `Monitor ${at + 1}`).slice(0, 60)} (${pixels})`;
}

/** True when nothing that a window's place depends on differs. */
export function samePlace(one: Seen | null, other: Seen | null): boolean {
  if (one === null || other === null) return one === other;
  const [a, b] = [one.bounds, other.bounds];
  return one.id === other.id && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
