// The few kinds of message that cross a pipe, checked on both ends.
import { failureSchema } from "#contract/failure.ts";
import { z } from "#contract/schema.ts";

/** Nothing a page says needs more; longer text closes the pipe. */
export const MAX_ASK_CHARACTERS = 64 * 1024;
/** The largest answer is a QR picture of 1 MB in base64. */
export const MAX_ANSWER_CHARACTERS = 2 * 1024 * 1024;

export const fromPageSchema = z.union([
  z.strictObject({ ask: z.int().min(1), command: z.string().max(60), input: z.unknown() }),
  z.strictObject({ watch: z.string().max(60) }),
]);

export const fromTillSchema = z.union([
  z.strictObject({ answer: z.int().min(1), output: z.unknown() }),
  z.strictObject({ answer: z.int().min(1), failure: failureSchema }),
  z.strictObject({ view: z.string().max(60), snapshot: z.unknown() }),
]);

/** Reads one message; null for whatever is not one. */
export function readMessage<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  limit: number,
): z.infer<Schema> | null {
  if (text.length > limit) return null;
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
  const parsed = schema.safeParse(plain);
  return parsed.success ? parsed.data : null;
}
