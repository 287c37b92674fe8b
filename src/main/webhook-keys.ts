// The webhook secrets of the environment. They are never in the settings, and one that is not as Omise shows it is named at
// the start: it would refuse every webhook without a word.
import { StartRefusal } from "./terminal.ts";

/** 128 bits: what is shorter was not made to sign with, and could be found by trying. */
const FEWEST_BYTES = 16;

export type WebhookKeys = {
  /** `OMISE_WEBHOOK_SECRET` */
  readonly secret: string | undefined;
  /** `OMISE_WEBHOOK_SECRET_PREVIOUS`: the one before, while it is being replaced. */
  readonly previous: string | undefined;
};

/** @returns the secrets in base64, the current one first; none where none is set and the receiver is off.
 *  Throws a `StartRefusal` that names the variable at fault; a secret itself is never repeated. */
export function readWebhookSecrets(given: WebhookKeys, isOn: boolean): readonly string[] {
  const { secret = "", previous = "" } = given;
  if (secret !== "") check("OMISE_WEBHOOK_SECRET", secret);
  if (previous !== "") check("OMISE_WEBHOOK_SECRET_PREVIOUS", previous);
  if (isOn && secret === "") {
    throw new StartRefusal(
      "Webhooks are on in the settings and OMISE_WEBHOOK_SECRET is not set: set it, or switch them off.",
    );
  }
  return [secret, previous].filter((one) => one !== "");
}

function check(name: string, secret: string): void {
  const bytes = Buffer.from(secret, "base64");
  // Node reads past what does not belong there; written again, only real base64 is the same.
  if (bytes.toString("base64") !== secret) {
    throw new StartRefusal(`${name} is not a webhook secret: it must be in base64, as Omise's dashboard shows it.`);
  }
  if (bytes.length < FEWEST_BYTES) {
    throw new StartRefusal(`${name} is too short for a webhook secret: copy the whole of it from Omise's dashboard.`);
  }
}
