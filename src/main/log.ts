// The log: one file in the data folder, JSON lines, written at once. Rooms mask what they log; the redaction here is the
// second lock on the same door.
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import type { Log } from "#till/ports.ts";

const LARGEST_BYTES = 5_000_000;
/** What waits while nothing can be written; beyond that, lines are dropped. */
const MOST_WAITING_BYTES = 1_000_000;
const SECRETS = ["code", "barcode", "token", "key", "secretKey", "publicKey", "download_uri", "text", "pin", "pepper"];

export type LogFile = Log & { close(): void };

/** One earlier file is kept. */
export function openLog(dataFolder: string): LogFile {
  const folder = join(dataFolder, "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "counterfoil.log");
  if (existsSync(path) && statSync(path).size > LARGEST_BYTES) renameSync(path, `${path}.1`);
  const destination = pino.destination({ dest: path, sync: true, mode: 0o600, maxLength: MOST_WAITING_BYTES });
  // Without a listener a full disk would end the till in the middle of a payment; the next line tries again.
  destination.on("error", () => undefined);
  const log = pino(
    {
      base: null,
      serializers: { error: pino.stdSerializers.err },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: "(masked)" },
    },
    destination,
  );
  return {
    info: (event, facts) => log.info(facts ?? {}, event),
    warn: (event, facts) => log.warn(facts ?? {}, event),
    error: (event, facts) => log.error(facts ?? {}, event),
    close: () => destination.end(),
  };
}
