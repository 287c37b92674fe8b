// A PIN while it is keyed: held here and nowhere else, drawn as so many dots, and forgotten with the hand-over.
import { useEffect, useRef, useState } from "react";

export const SHORTEST_PIN = 4;
const LONGEST_PIN = 12;

export type PinControl = {
  /** How many digits are drawn. */
  readonly shown: number;
  /** How many there are by now, drawn or not. */
  readonly length: () => number;
  readonly type: (digit: string) => void;
  readonly deleteLast: () => void;
  /** Gives it away once and forgets it; null while it is too short. */
  readonly take: () => string | null;
  readonly forget: () => void;
};

/** The digits stand outside of what is drawn: keys come in bunches, and the Enter of a bunch must see all of them. */
export function usePin(): PinControl {
  const digits = useRef("");
  const [shown, setShown] = useState(0);
  const set = (next: string): void => {
    digits.current = next;
    setShown(next.length);
  };
  useEffect(
    () => () => {
      digits.current = "";
    },
    [],
  );
  return {
    shown,
    length: () => digits.current.length,
    type(digit) {
      if (digits.current.length < LONGEST_PIN) set(digits.current + digit);
    },
    deleteLast: () => set(digits.current.slice(0, -1)),
    take() {
      const pin = digits.current;
      if (pin.length < SHORTEST_PIN) return null;
      set("");
      return pin;
    },
    forget: () => set(""),
  };
}
