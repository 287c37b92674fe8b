// X.509 certificates made on the spot, so that no key lies in the repository and no program of the system is needed: an
// authority, and what it vouches for, expired or for another name where a test wants that.
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

export type Certificate = { readonly cert: string; readonly key: string };
export type Authority = Certificate & {
  issue(options: { readonly name: string; readonly expired?: boolean }): Certificate;
};

const DAY_MS = 86_400_000;
const SEQUENCE = 0x30;
const SET = 0x31;
const OID = { sha256WithEcdsa: "2a8648ce3d040302", commonName: "550403", altName: "551d11", basic: "551d13" };

/** A certificate that vouches for itself and for others. */
export function createAuthority(name: string): Authority {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = { subject: name, issuer: name, publicKey: keys.publicKey, signer: keys.privateKey };
  return {
    ...written(
      certificateOf({ ...own, isAuthority: true, altName: null, untilMs: Date.now() + DAY_MS }),
      keys.privateKey,
    ),
    issue({ name: subject, expired = false }) {
      const leaf = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const untilMs = Date.now() + (expired ? -DAY_MS : DAY_MS);
      const parts = { ...own, subject, altName: subject, publicKey: leaf.publicKey, isAuthority: false, untilMs };
      return written(certificateOf(parts), leaf.privateKey);
    },
  };
}

type Parts = {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly isAuthority: boolean;
  readonly altName: string | null;
  readonly untilMs: number;
};

// RFC 5280, section 4.1: version, serial, algorithm, issuer, validity, subject, key, extensions; then the signature.
function certificateOf(parts: Parts): Buffer {
  const algorithm = der(SEQUENCE, oid(OID.sha256WithEcdsa));
  const extensions = [
    extension(OID.basic, der(SEQUENCE, ...(parts.isAuthority ? [der(0x01, Buffer.from([0xff]))] : []))),
    ...(parts.altName === null ? [] : [extension(OID.altName, der(SEQUENCE, altName(parts.altName)))]),
  ];
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(parts.issuer),
    der(SEQUENCE, timeOf(parts.untilMs - 10 * DAY_MS), timeOf(parts.untilMs)),
    nameOf(parts.subject),
    parts.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(SEQUENCE, ...extensions)),
  );
  const signature = sign("sha256", body, parts.signer);
  return der(SEQUENCE, body, algorithm, der(0x03, Buffer.from([0]), signature));
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function nameOf(text: string): Buffer {
  return der(SEQUENCE, der(SET, der(SEQUENCE, oid(OID.commonName), der(0x0c, Buffer.from(text)))));
}

function timeOf(atMs: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(atMs).toISOString().replace(/\D/g, "").slice(0, 14)}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return der(SEQUENCE, oid(id), der(0x04, value));
}

/** An address of four numbers, or a name. */
function altName(text: string): Buffer {
  const isAddress = /^\d+(\.\d+){3}$/.test(text);
  return isAddress ? der(0x87, Buffer.from(text.split(".").map(Number))) : der(0x82, Buffer.from(text));
}

function written(certificate: Buffer, key: KeyObject): Certificate {
  const lines = certificate.toString("base64").replace(/(.{64})/g, "$1\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
