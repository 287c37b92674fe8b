// A scanned payment code: a bearer secret for a minute. It prints as a mask and lives in memory only.

export type SecretCode = {
  /** The last four digits, all that may ever be stored or shown. */
  readonly lastFour: string;
  /** The code itself. Called in one place: where the request to the API is built. */
  open(): string;
  toString(): string;
  toJSON(): string;
};

export function sealCode(text: string): SecretCode {
  const lastFour = text.slice(-4);
  const mask = `****${lastFour}`;
  return { lastFour, open: () => text, toString: () => mask, toJSON: () => mask };
}
