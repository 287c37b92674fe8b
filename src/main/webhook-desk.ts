// The webhook receiver as the till knows it: hints go in, counts come out. Training has none: its bank sends none.
import type { Mode } from "#contract/words.ts";
import type { Log } from "#till/ports.ts";
import type { Webhooks } from "#till/till-ports.ts";
import type { SettingsFile } from "./settings-file.ts";
import type { TerminalOptions } from "./terminal.ts";
import { readWebhookSecrets } from "./webhook-keys.ts";
import { openWebhooks } from "./webhooks.ts";

export type WebhookDesk = { readonly port: Webhooks | null; close(): Promise<void> };

/** Throws a `StartRefusal` for secrets that are malformed or missing, and for an address that cannot be opened. */
export async function openWebhookDesk(parts: {
  readonly mode: Mode;
  readonly settings: SettingsFile;
  readonly keys: TerminalOptions["webhookKeys"];
  readonly nowMs: () => number;
  readonly log: Log;
}): Promise<WebhookDesk> {
  const { on, host, port } = parts.settings.read().webhooks;
  const isOn = on && parts.mode !== "training";
  const secrets = readWebhookSecrets(parts.keys ?? { secret: undefined, previous: undefined }, isOn);
  if (!isOn) return { port: null, close: async () => undefined };
  const listeners = new Set<(chargeId: string) => void>();
  const hint = (chargeId: string): void => listeners.forEach((listener) => listener(chargeId));
  const receiver = await openWebhooks({ host, port, secrets, nowMs: parts.nowMs, hint, log: parts.log });
  return {
    port: {
      onHint: (listener) => void listeners.add(listener),
      counts() {
        const { accepted, repeated, refused } = receiver.counts();
        const sum = Object.values(refused).reduce((all, each) => all + each, 0);
        return { address: receiver.address, accepted, repeated, refused: sum };
      },
    },
    async close() {
      listeners.clear();
      await receiver.close();
    },
  };
}
