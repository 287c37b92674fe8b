// What a customer cannot have seen, a customer cannot have paid: the one reason why an attempt gives way without a manager.
import { METHODS } from "#till/methods.ts";
import type { AttemptRecord } from "./state.ts";

/** Its charge, if there is one, was never heard of here, so its QR was on no screen. A scanned code was on the customer's. */
export function isNeverShown({ attempt, state }: AttemptRecord): boolean {
  return state.name === "unknown" && METHODS[attempt.method].flow === "qr";
}
