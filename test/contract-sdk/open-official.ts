// Starts the official client beside a test and asks it. It ends with the test.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { z } from "zod";

const PROCESS = fileURLToPath(new URL("official-process.ts", import.meta.url));

/** An answer of the API as the official client hands it over, unread: an object, or an error object. */
export type Json = Readonly<Record<string, unknown>>;
export type Official = (call: string, ...args: readonly unknown[]) => Promise<Json>;

const answerSchema = z.union([
  z.strictObject({ value: z.record(z.string(), z.unknown()) }),
  z.strictObject({ error: z.looseObject({ object: z.literal("error"), code: z.string(), message: z.string() }) }),
]);

/** @returns asks for one call, such as `charges.create`; what is neither an object nor an API error fails the test */
export function openOfficial(bank: { origin: string; publicKey: string; secretKey: string }): Official {
  const env = { BANK_PORT: new URL(bank.origin).port, PUBLIC_KEY: bank.publicKey, SECRET_KEY: bank.secretKey };
  const child = fork(PROCESS, [], { env, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  onTestFinished(async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("the official client's process has ended");
  });
  ended.catch(() => undefined);
  return async (call, ...args) => {
    child.send({ call, args });
    const [answer]: readonly unknown[] = await Promise.race([once(child, "message"), ended]);
    const parsed = answerSchema.parse(answer);
    return "value" in parsed ? parsed.value : parsed.error;
  };
}
