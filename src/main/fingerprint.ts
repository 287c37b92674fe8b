// A scanned code is known again without being kept.
import { createHmac, createSecretKey, randomBytes } from "node:crypto";

/** The key is new with each start, so what is left of a code after the till has ended says nothing. */
export function createFingerprint(): (text: string) => string {
  // Made ready once: the customer waits for every scan.
  const key = createSecretKey(randomBytes(32));
  return (text) => createHmac("sha256", key).update(text).digest("base64");
}
