// The bank's client: the till's port `Payments` on the Omise API. One POST is one POST, only reads are repeated, and what
// leaves this room is facts: no code, no key, no address of a picture, nothing about a person.
import type { Log, Payments, PictureOutcome, ReadOutcome } from "#till/ports.ts";
import { readAccountAndCapability } from "./account.ts";
import { openApi, type Api } from "./api.ts";
import { listCharges } from "./listing.ts";
import { CHARGE_REFUSALS, EXPIRE_REFUSALS, judgePost, judgeRead } from "./outcome.ts";
import { createLink, READ_PACE, type LinkState, type Pace } from "./pace.ts";
import { createAddressBook, openPictures, type AddressBook, type Pictures } from "./picture.ts";
import { createTrust } from "./transport.ts";
import { chargeForm, chargePath, readCharge, type MethodWires, type SeenCharge, type Shop } from "./wire.ts";

export type OmiseOptions = {
  /** `https://api.omise.co`, or the simulator's `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly publicKey: string;
  readonly secretKey: string;
  readonly shop: Shop;
  /** Sent for the methods that want one; the customer never comes there from a counter. */
  readonly returnUri: string;
  readonly methods: MethodWires;
  /** Exact origins that may serve QR pictures. */
  readonly pictureOrigins: readonly string[];
  /** Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** Default 30 s. */
  readonly answerTimeoutMs?: number;
  readonly pace?: Pace;
  readonly log: Log;
  /** Told when the link to the API comes or goes, and once at the first answer or failure. */
  readonly linkChanged?: (state: LinkState) => void;
};

/** What the calls of one client share. */
type Room = {
  readonly options: OmiseOptions;
  readonly log: Log;
  readonly api: Api;
  readonly pictures: Pictures;
  readonly addresses: AddressBook;
  /** Reads a charge and keeps the address of its picture; null where the answer is no charge. */
  readonly see: (json: unknown) => SeenCharge | null;
};

/** Opens the client; nothing is sent before it is asked. Source: Charges, Capability and Account API, version 2019-05-29. */
export function createOmiseClient(options: OmiseOptions): Payments {
  const room = openRoom(options);
  const { api, log, pictures } = room;
  return {
    ...postsOf(room),
    read: (chargeId) => read(room, chargeId),
    async list(window) {
      const outcome = await listCharges(api, window, (row) => readCharge(row, options.methods));
      noteTrouble(log, { call: "list" }, outcome);
      return outcome;
    },
    async picture(chargeId) {
      const outcome = await fetchPicture(room, chargeId);
      if (outcome.kind === "none") log.warn("omise-no-picture", { chargeId, why: outcome.why });
      return outcome;
    },
    async account() {
      const outcome = await readAccountAndCapability(api, options);
      noteTrouble(log, { call: "account" }, outcome);
      return outcome;
    },
    async close() {
      await Promise.all([api.close(), pictures.close()]);
    },
  };
}

function openRoom(options: OmiseOptions): Room {
  const { log, methods, origin } = options;
  const line = {
    connectTimeoutMs: options.connectTimeoutMs ?? 5000,
    answerTimeoutMs: options.answerTimeoutMs ?? 30_000,
    trust: createTrust(),
  };
  const heard = createLink((state, why) => {
    log.info("omise-link", { state, why });
    options.linkChanged?.(state);
  });
  const addresses = createAddressBook();
  return {
    options,
    log,
    api: openApi({ ...options, ...line, pace: options.pace ?? READ_PACE, heard }),
    pictures: openPictures({ ...line, origin, origins: options.pictureOrigins }),
    addresses,
    see(json) {
      const seen = readCharge(json, methods);
      if (seen?.pictureAddress != null) addresses.keep(seen.facts.chargeId, seen.pictureAddress);
      return seen;
    },
  };
}

function postsOf({ api, log, options, see }: Room): Pick<Payments, "charge" | "expire"> {
  const { methods, returnUri, shop } = options;
  return {
    async charge(order) {
      const form = chargeForm(order, { shop, returnUri, method: methods[order.method] });
      const verdict = judgePost(await api.post("/charges", form), CHARGE_REFUSALS, see);
      noteTrouble(log, { call: "charge", attemptId: order.attemptId }, verdict);
      if (verdict.kind !== "seen") return verdict;
      return { kind: "answered", charge: verdict.seen.facts, bankMs: verdict.bankMs };
    },
    async expire(chargeId) {
      const verdict = judgePost(await api.post(`${chargePath(chargeId)}/expire`, null), EXPIRE_REFUSALS, see);
      noteTrouble(log, { call: "expire", chargeId }, verdict);
      if (verdict.kind !== "seen") return verdict;
      return { kind: "charge", charge: verdict.seen.facts, bankMs: verdict.bankMs };
    },
  };
}

async function read({ api, log, see }: Room, chargeId: string): Promise<ReadOutcome> {
  const verdict = judgeRead(await api.get(chargePath(chargeId)), see);
  noteTrouble(log, { call: "read", chargeId }, verdict);
  if (verdict.kind !== "seen") return verdict;
  return { kind: "charge", charge: verdict.seen.facts, bankMs: verdict.bankMs };
}

async function fetchPicture(room: Room, chargeId: string): Promise<PictureOutcome> {
  const { addresses, pictures } = room;
  if (addresses.of(chargeId) === null) {
    const outcome = await read(room, chargeId);
    if (outcome.kind !== "charge") return { kind: "none", why: "the charge could not be read" };
  }
  const address = addresses.of(chargeId);
  if (address === null) return { kind: "none", why: "the charge has no picture to show" };
  const outcome = await pictures.fetch(address);
  // An address that no longer works is asked for afresh next time.
  if (outcome.kind === "none") addresses.drop(chargeId);
  return outcome;
}

type Trouble = {
  readonly kind: string;
  readonly why?: string;
  readonly error?: { readonly status: number; readonly code: string };
};

// Codes and reasons only: messages of the API stay out of the log.
function noteTrouble(log: Log, call: Readonly<Record<string, string>>, outcome: Trouble): void {
  if (outcome.error) log.warn("omise-refused", { ...call, status: outcome.error.status, code: outcome.error.code });
  else if (outcome.why !== undefined) log.warn("omise-no-answer", { ...call, outcome: outcome.kind, why: outcome.why });
}
