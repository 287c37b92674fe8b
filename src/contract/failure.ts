// The one shape in which anything that went wrong crosses a pipe. A pipe carries no other failure.
import { z } from "./schema.ts";

const FAILURE_CODES = [
  "unknown-command",
  "bad-input",
  "not-allowed",
  "connection-lost",
  "broken",
  "busy",
  "not-found",
  "not-in-this-mode",
  "no-sale",
  "too-late",
  "out-of-range",
  "ledger-closed",
] as const;

export const failureSchema = z.strictObject({
  code: z.enum(FAILURE_CODES),
  /** For logs and developers; screens take their words from the catalogues by `code`. */
  words: z.string().max(500),
  /** `ask-first`: it may have happened; look before repeating. */
  again: z.enum(["retry", "ask-first", "never"]),
});
export type Failure = Readonly<z.infer<typeof failureSchema>>;
export type FailureCode = Failure["code"];

export function failure(code: FailureCode, words: string, again: Failure["again"] = "never"): Failure {
  return { code, words: words.slice(0, 500), again };
}

/** An expected refusal on its way to a door; the door turns it into its `failure`. */
export class Refusal extends Error {
  readonly failure: Failure;
  constructor(refused: Failure) {
    super(`${refused.code}: ${refused.words}`);
    this.name = "Refusal";
    this.failure = refused;
  }
}
