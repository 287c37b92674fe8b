// The keys of the cashier's page, by `KeyboardEvent.code`. The keys of the methods come with the view.
export { isEnter } from "#renderer/shared/is-enter.ts";

export const KEYS = {
  reference: "F2",
  queue: "F3",
  park: "F4",
  moneyBack: "F5",
  askNow: "F6",
  again: "F7",
  endOfDay: "F8",
  setUp: "F9",
  language: "F10",
  override: "F12",
  cancel: "Escape",
  /** Enter does the next natural thing: begins, confirms, waits on, clears. */
  goOn: "Enter",
} as const;

/** The keys of questions, where digits and Enter would be pressed by habit or by a scanner. */
export const ANSWERS = {
  sameCustomer: "KeyY",
  otherCustomer: "KeyN",
  useCode: "KeyY",
  otherCode: "KeyN",
  void: "KeyV",
  refundAll: "KeyR",
  refundPart: "KeyP",
  acknowledge: "KeyE",
} as const;
