// Pure: which of the monitors that Chromium sees carries which window.
import type { Protocol } from "devtools-protocol";
import type { Display } from "#main/terminal.ts";

/** A monitor's place on the desktop, in the browser's own pixels. */
export type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

export type Arrangement = {
  readonly cashier: Area;
  /** Only with a second monitor: one monitor never carries both windows. */
  readonly customer: Area | undefined;
  readonly displays: readonly Display[];
};

type Screen = Pick<
  Protocol.Emulation.ScreenInfo,
  "left" | "top" | "width" | "height" | "isPrimary" | "label" | "devicePixelRatio"
>;

/** The cashier has the system's main monitor, the customer the next one from the left.
 *  @returns nothing when the browser sees no monitor at all */
export function arrange(screens: readonly Screen[]): Arrangement | undefined {
  const inOrder = screens.toSorted(
    (a, b) => Number(b.isPrimary) - Number(a.isPrimary) || a.left - b.left || a.top - b.top,
  );
  const [cashier, customer] = inOrder;
  if (cashier === undefined) return undefined;
  const roles = ["cashier", "customer"] as const;
  return {
    cashier: areaOf(cashier),
    customer: customer && areaOf(customer),
    displays: inOrder.map((screen, at) => ({ name: nameOf(screen, at), role: roles[at] ?? "spare" })),
  };
}

export function isSameArea(a: Partial<Area>, b: Area): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

function areaOf({ left, top, width, height }: Screen): Area {
  return { left, top, width, height };
}

function nameOf({ label, width, height, devicePixelRatio }: Screen, at: number): string {
  const size = [width, height].map((side) => Math.round(side * devicePixelRatio)).join("×");
  return `${label || `Monitor ${at + 1}`} (${size})`;
}
