// The other side of the till, by mode: the pretend bank on loopback for training, Omise itself for test and live keys.
import { networkInterfaces } from "node:os";
import type { Log, Payments, Rehearsal } from "#till/ports.ts";
import type { MethodId } from "#contract/words.ts";
import { METHODS } from "#till/methods.ts";
import { createOmiseClient, type OmiseOptions } from "#omise/client.ts";
import { createOmiseRehearsal } from "#omise/rehearsal.ts";
import { BooksRefusal, openSimulator, type Simulator } from "#simulator/simulator.ts";
import type { KeyRing, Keys } from "./keys.ts";
import type { SettingsFile } from "./settings-file.ts";
import { StartRefusal } from "./terminal.ts";
import { openTrainingBooks } from "./training-books.ts";

const OMISE = "https://api.omise.co";

export type BankSide = {
  readonly payments: Payments;
  readonly rehearsal: Rehearsal | null;
  close(): Promise<void>;
};

export type BankSideParts = {
  /** Training only: where the pretend bank of our own keeps its books. */
  readonly dataFolder: string;
  readonly settings: SettingsFile;
  readonly log: Log;
  /** The till's time. */
  readonly nowMs: () => number;
  /** Training only: the pretend scanner. */
  readonly pretendScan: Rehearsal["scan"];
  /** Training only: a pretend bank that is already open and stays open; absent: one of our own. */
  readonly simulator?: Simulator | undefined;
  /** Tests only: shorter waits than Omise's client has by itself. */
  readonly clientWaits?: ClientWaits | undefined;
};

export type ClientWaits = Pick<OmiseOptions, "connectTimeoutMs" | "answerTimeoutMs" | "pageAgainMs" | "breakerPauses">;

export async function openBankSide(ring: KeyRing, parts: BankSideParts): Promise<BankSide> {
  if (ring.mode === "training") return openTraining(parts);
  const payments = createClient(OMISE, ring, parts);
  if (ring.mode === "live") return { payments, rehearsal: null, close: () => payments.close() };
  const marking = createOmiseRehearsal({ origin: OMISE, secretKey: ring.secretKey });
  const rehearsal: Rehearsal = {
    async answer(chargeId, answer) {
      const outcome = await marking.markAs(chargeId, answer === "pay" ? "paid" : "failed");
      return outcome === "refused" ? "refused" : "done";
    },
    scan: null,
    setCountry: null,
    phoneAddress: null,
  };
  return {
    payments,
    rehearsal,
    async close() {
      await Promise.all([payments.close(), marking.close()]);
    },
  };
}

/** Keys of the pretend bank: the same for a till for ever, because a ledger file is bound to one account. */
export function trainingKeys(tillId: string): Keys {
  const name = tillId.replaceAll("-", "");
  return { publicKey: `pkey_test_${name}`, secretKey: `skey_test_${name}` };
}

async function openTraining(parts: BankSideParts): Promise<BankSide> {
  const { settings } = parts;
  const keys = trainingKeys(settings.read().tillId);
  const simulator = parts.simulator ?? (await openOwnSimulator(keys, parts));
  const payments = createClient(simulator.origin, keys, parts);
  const rehearsal: Rehearsal = {
    answer: async (chargeId, answer) => {
      const outcome = answer === "pay" ? simulator.bank.approve(chargeId) : simulator.bank.decline(chargeId);
      return outcome === "done" ? "done" : "refused";
    },
    scan: parts.pretendScan,
    setCountry: async (country) => {
      settings.write({ trainingCountry: country });
      simulator.setCountry(country);
    },
    phoneAddress: `${simulator.origin}/pretend/phone`,
  };
  return {
    payments,
    rehearsal,
    async close() {
      await payments.close();
      if (!parts.simulator) await simulator.close();
    },
  };
}

/** Books that cannot be read stop the start: with empty ones, every payment that is open would be asked for for ever. */
async function openOwnSimulator(keys: Keys, { dataFolder, settings, log }: BankSideParts): Promise<Simulator> {
  const books = openTrainingBooks(dataFolder);
  const save = (text: string): void => {
    try {
      books.save(text);
    } catch (error) {
      // Training goes on; the next save is whole again.
      log.error("training-bank/books-not-saved", { error });
    }
  };
  try {
    const keep = { text: books.text, save };
    return await openSimulator({ ...keys, country: settings.read().trainingCountry, keep });
  } catch (cause) {
    if (!(cause instanceof BooksRefusal)) throw cause;
    throw new StartRefusal(`The books of the training bank in ${books.path} are not valid (${cause.why}).`);
  }
}

const METHOD_WIRES = {
  wechat_pay_upm: wireOf("wechat_pay_upm"),
  alipayplus_mpm: wireOf("alipayplus_mpm"),
  atome_qr: wireOf("atome_qr"),
  truemoney_qr: wireOf("truemoney_qr"),
};

/** What the table of methods means for requests: a WeChat answer's picture is never fetched, it is not for showing. */
function wireOf(id: MethodId) {
  const { flow, settableLife, sendsReturnUri } = METHODS[id];
  return {
    sendsBarcode: flow === "scan",
    sendsExpiresAt: settableLife !== null,
    sendsReturnUri,
    showsPicture: flow === "qr",
  };
}

function createClient(origin: string, keys: Keys, { settings, log, nowMs, clientWaits }: BankSideParts): Payments {
  const { shopName, shopId, tillId, returnUri } = settings.read();
  return createOmiseClient({
    ...clientWaits,
    origin,
    publicKey: keys.publicKey,
    secretKey: keys.secretKey,
    shop: { shopName, shopId, tillId },
    returnUri,
    methods: METHOD_WIRES,
    pictureOrigins: [origin],
    nowMs,
    hasNetwork,
    log,
  });
}

/** Whether this machine has an address that others could answer to. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal));
}
