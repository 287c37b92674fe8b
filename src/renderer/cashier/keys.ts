// The keys of the cashier's page, by `KeyboardEvent.code`. The keys of the methods come with the view.
export const KEYS = {
  reference: "F2",
  park: "F4",
  askNow: "F6",
  again: "F7",
  endOfDay: "F8",
  setUp: "F9",
  language: "F10",
  cancel: "Escape",
  /** Enter does the next natural thing: begins, confirms, waits on, clears. */
  goOn: "Enter",
} as const;

export function isEnter(code: string): boolean {
  return code === "Enter" || code === "NumpadEnter";
}
