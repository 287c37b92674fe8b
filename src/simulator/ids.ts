// Names that the bank gives to its objects: Omise's prefixes, random tails; and the unguessable part of a QR payload.
import { createHash, randomBytes } from "node:crypto";

const ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
const PAYLOAD_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const ID_LENGTH = 19;
const PAYLOAD_LENGTH = 20;

type IdKind = "chrg" | "src" | "docu" | "rfnd" | "evnt" | "trxn" | "pay2" | "whdl";

/** chrg_test_616e6qhdvp3gv5hb31y in test mode, chrg_616e6… in live mode. */
export function newId(kind: IdKind, livemode: boolean): string {
  return `${kind}_${livemode ? "" : "test_"}${spell(randomBytes(ID_LENGTH), ID_LETTERS)}`;
}

/** The same key always names the same account: a ledger is bound to it. */
export function accountId(kind: "account" | "team", secretKey: string, livemode: boolean): string {
  const digest = createHash("sha256").update(`${kind}:${secretKey}`).digest().subarray(0, ID_LENGTH);
  return `${kind}_${livemode ? "" : "test_"}${spell(digest, ID_LETTERS)}`;
}

/** COUNTERFOIL-TRAINING-ATOME-…: 100 random bits, letters of a QR's alphanumeric mode, no wallet's format. */
export function newPayload(shortName: string): string {
  return `COUNTERFOIL-TRAINING-${shortName}-${spell(randomBytes(PAYLOAD_LENGTH), PAYLOAD_LETTERS)}`;
}

/** The 16 upper-case hex digits that are the only secret of a document's address. */
export function newDownloadToken(): string {
  return randomBytes(8).toString("hex").toUpperCase();
}

/** The name of WeChat's picture: 18 digits. */
export function newDigits(): string {
  return `6${spell(randomBytes(17), "0123456789")}`;
}

function spell(bytes: Uint8Array, letters: string): string {
  return Array.from(bytes, (byte) => letters.charAt(byte % letters.length)).join("");
}
