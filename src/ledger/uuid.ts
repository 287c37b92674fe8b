// UUIDs as the file keeps them: 16 bytes instead of 36 characters, and back to exactly the text that they were.

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** To look for: null where the text is no UUID of ours, which then nothing in the ledger has. */
export function uuidBytesOrNull(text: string): Buffer | null {
  return CANONICAL.test(text) ? Buffer.from(text.replaceAll("-", ""), "hex") : null;
}

/** To write: throws on anything that would not come back as the same text. */
export function uuidBytes(text: string): Buffer {
  const bytes = uuidBytesOrNull(text);
  if (bytes === null) throw new TypeError(`"${text}" is not a UUID in small letters`);
  return bytes;
}

export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
