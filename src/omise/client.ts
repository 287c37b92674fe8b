// The bank's client: the till's port `Payments` on the Omise API. One request is sent once, whatever becomes of it, and what
// leaves this room is facts: no code, no key, no address of a picture, nothing about a person.
import type { Log, Payments, PictureOutcome, ReadOutcome } from "#till/ports.ts";
import { readAccountAndCapability } from "./account.ts";
import { openApi, type Api } from "./api.ts";
import type { Pauses } from "./breaker.ts";
import { openLine, type Line } from "./line.ts";
import { listCharges, readHistory } from "./listing.ts";
import { CHARGE_REFUSALS, EXPIRE_REFUSALS, judgePost, judgeRead, REFUND_REFUSALS } from "./outcome.ts";
import { createAddressBook, openPictures, type AddressBook, type Pictures } from "./picture.ts";
import { readRefund, refundForm } from "./refund-wire.ts";
import { readMoney } from "./refunding.ts";
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
  /** The longest pause before a page of a listing is asked for again; default 500 ms. */
  readonly pageAgainMs?: number;
  /** How long nothing leaves after five failures in a row; default 2 s, growing to 30 s. */
  readonly breakerPauses?: Pauses;
  /** The till's time: never runs backwards, never follows the PC's clock. */
  readonly nowMs: () => number;
  /** Whether this machine has an address beside loopback; default: yes. */
  readonly hasNetwork?: () => boolean;
  readonly log: Log;
};

/** What the calls of one client share. */
type Room = {
  readonly options: OmiseOptions;
  readonly log: Log;
  readonly api: Api;
  readonly line: Line;
  readonly pictures: Pictures;
  readonly addresses: AddressBook;
  /** Reads a charge and keeps the address of its picture; null where the answer is no charge. */
  readonly see: (json: unknown) => SeenCharge | null;
};

/** Opens the client; nothing is sent before it is asked. Source: Charges, Refunds, Capability and Account API, version
 *  2019-05-29. */
export function createOmiseClient(options: OmiseOptions): Payments {
  const room = openRoom(options);
  const { api, line, log, pictures } = room;
  return {
    link: line.watch,
    ...postsOf(room),
    ...readsOf(room),
    async picture(chargeId) {
      const outcome = await fetchPicture(room, chargeId);
      if (outcome.kind === "none") log.warn("omise-no-picture", { chargeId, why: outcome.why });
      return outcome;
    },
    async close() {
      line.close();
      await Promise.all([api.close(), pictures.close()]);
    },
  };
}

function openRoom(options: OmiseOptions): Room {
  const { methods, origin } = options;
  const wire = {
    connectTimeoutMs: options.connectTimeoutMs ?? 5000,
    answerTimeoutMs: options.answerTimeoutMs ?? 30_000,
    trust: createTrust(),
  };
  const line = openLine({ ...options, probe: () => void api.get("/account") });
  const api = openApi({ ...options, ...wire, gate: line.gate });
  const addresses = createAddressBook();
  return {
    options,
    log: options.log,
    api,
    line,
    pictures: openPictures({ ...wire, origin, origins: options.pictureOrigins }),
    addresses,
    see(json) {
      const seen = readCharge(json, methods);
      if (seen === null) return null;
      if (seen.pictureAddress !== null) addresses.keep(seen.facts.chargeId, seen.pictureAddress);
      line.saw(seen.facts);
      return seen;
    },
  };
}

function postsOf({ api, line, log, options, see }: Room): Pick<Payments, "charge" | "expire" | "refund"> {
  const { methods, returnUri, shop } = options;
  return {
    async charge(order) {
      const form = chargeForm(order, { shop, returnUri, method: methods[order.method] });
      const verdict = judgePost(await api.post("/charges", form), CHARGE_REFUSALS, see);
      noteTrouble(log, { call: "charge", attemptId: order.attemptId }, verdict);
      if (verdict.kind !== "seen") return verdict;
      line.providerAnswered();
      return { kind: "answered", charge: verdict.seen.facts, bankMs: verdict.bankMs };
    },
    async expire(chargeId) {
      const verdict = judgePost(await api.post(`${chargePath(chargeId)}/expire`, null), EXPIRE_REFUSALS, see);
      noteTrouble(log, { call: "expire", chargeId }, verdict);
      if (verdict.kind !== "seen") return verdict;
      line.providerAnswered();
      return { kind: "charge", charge: verdict.seen.facts, bankMs: verdict.bankMs };
    },
    async refund(order) {
      const { chargeId, refundId } = order;
      const heard = await api.post(`${chargePath(chargeId)}/refunds`, refundForm(order));
      const verdict = judgePost(heard, REFUND_REFUSALS, (json) => {
        const refund = readRefund(json);
        return refund?.chargeId === chargeId ? refund : null;
      });
      noteTrouble(log, { call: "refund", chargeId, refundId }, verdict);
      if (verdict.kind !== "seen") return verdict;
      line.providerAnswered();
      return { kind: "answered", facts: verdict.seen, bankMs: verdict.bankMs };
    },
  };
}

function readsOf(room: Room): Pick<Payments, "read" | "list" | "money" | "history" | "account"> {
  const { api, log, options, see } = room;
  // A listing brings hundreds: their pictures would push out the addresses that are in use.
  const seeRow = (row: unknown) => readCharge(row, options.methods);
  return {
    read: (chargeId) => read(room, chargeId),
    async list(window) {
      const outcome = await listCharges(api, window, seeRow);
      noteTrouble(log, { call: "list" }, outcome);
      return outcome;
    },
    async money(chargeId) {
      const outcome = await readMoney(api, chargeId, see);
      noteTrouble(log, { call: "money", chargeId }, outcome);
      return outcome;
    },
    async history(window) {
      const outcome = await readHistory(api, window, seeRow);
      noteTrouble(log, { call: "history" }, outcome);
      return outcome;
    },
    async account() {
      const outcome = await readAccountAndCapability(api, options);
      noteTrouble(log, { call: "account" }, outcome);
      return outcome;
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
