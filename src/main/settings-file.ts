// The shop's settings in one JSON file. A file that cannot be read stops the start: guessing could turn a live till into a
// training one.
import { existsSync, readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { CURRENCIES, currencySchema } from "#contract/money.ts";
import { KEY_GAP_MS, scannerSettingsSchema } from "#contract/scanners.ts";
import { z } from "#contract/schema.ts";
import { countrySchema, languageSchema, methodIdSchema, modeSchema } from "#contract/words.ts";
import { StartRefusal } from "./terminal.ts";
import { writeWhole } from "./whole-file.ts";

const capabilitySchema = z.strictObject({
  country: countrySchema,
  methods: z.array(z.strictObject({ id: methodIdSchema, currencies: z.array(currencySchema) })).max(20),
  chargeLimits: z.strictObject({ minMinor: z.int(), maxMinor: z.int() }).nullable(),
});

const WEBHOOKS_OFF = { on: false, host: "127.0.0.1", port: 8713 };

const fileSchema = z.strictObject({
  format: z.literal(1),
  shopId: z.uuid(),
  tillId: z.uuid(),
  shopName: z.string().min(1).max(80),
  tillName: z.string().min(1).max(40),
  staff: z.int().min(1).max(999_999),
  language: languageSchema,
  customerLanguage: languageSchema.nullable(),
  confirmAboveMinor: z.record(z.enum(CURRENCIES), z.int().min(1)),
  /** True for ever once live keys were used here: training and test are then never entered. */
  heldLiveKeys: z.boolean(),
  trainingCountry: countrySchema,
  /** TrueMoney sends one although nobody returns from a counter. */
  returnUri: z.url({ protocol: /^https$/ }).max(300),
  lastAccounts: z.partialRecord(
    modeSchema,
    z.strictObject({
      accountId: z.string().max(80),
      capability: capabilitySchema,
      atMs: z.int(),
      /** Fingerprint of the keys that it was the answer to; another pair may be another account. */
      keyPrint: z.string().max(64).optional(),
    }),
  ),
  scanners: scannerSettingsSchema,
  /** Files from before there were webhooks have none of it. The secrets are in the environment, never here. */
  webhooks: z
    .strictObject({
      on: z.boolean(),
      /** This machine's own address where the reverse proxy or the tunnel runs beside the till. */
      host: z.union([z.ipv4(), z.ipv6()]),
      port: z.int().min(1).max(65_535),
    })
    .default(WEBHOOKS_OFF),
});
export type SettingsData = Readonly<z.infer<typeof fileSchema>>;

/** What may be left out of a change has its usual value. */
type SettingsChange = Readonly<Partial<z.input<typeof fileSchema>>>;

export type SettingsFile = { read(): SettingsData; write(change: SettingsChange): void };

function firstSettings(): SettingsData {
  return {
    format: 1,
    shopId: randomUUID(),
    tillId: randomUUID(),
    shopName: "My shop",
    tillName: "Till 1",
    staff: 1,
    language: "en",
    customerLanguage: null,
    confirmAboveMinor: { THB: 2_000_000, SGD: 80_000, MYR: 250_000 },
    heldLiveKeys: false,
    trainingCountry: "TH",
    returnUri: "https://www.omise.co/",
    lastAccounts: {},
    scanners: { hid: true, honeywellRedirect: false, serial: [], keyGapMs: KEY_GAP_MS.usual },
    webhooks: WEBHOOKS_OFF,
  };
}

/** Throws a `StartRefusal` for a file that is there and cannot be understood; it is left as it is. */
export function openSettings(folder: string): SettingsFile {
  const path = join(folder, "settings.json");
  let data = existsSync(path) ? readSettings(path) : firstSettings();
  return {
    read: () => data,
    write(change) {
      const next = fileSchema.parse({ ...data, ...change });
      writeWhole(path, `${JSON.stringify(next, null, 2)}\n`);
      data = next;
    },
  };
}

function readSettings(path: string): SettingsData {
  let plain: unknown;
  try {
    plain = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new StartRefusal(
      `The settings in ${path} cannot be read (${cause instanceof Error ? cause.message : "unknown"}).`,
    );
  }
  const parsed = fileSchema.safeParse(plain);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0];
  throw new StartRefusal(
    `The settings in ${path} are not valid: ${where?.path.join(".") ?? ""} ${where?.message ?? ""}.`,
  );
}
