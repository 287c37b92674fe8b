// What the set-up screen draws: devices, displays, and where the ledger lies.
import { STAFF_TROUBLES, staffMemberSchema } from "./people.ts";
import { scanTestSchema } from "./scan-test.ts";
import { scannerSettingsSchema, scannerViewSchema } from "./scanners.ts";
import { z } from "./schema.ts";
import { countrySchema, languageSchema, modeSchema } from "./words.ts";

export const setUpViewSchema = z.strictObject({
  version: z.int().min(0),
  mode: modeSchema,
  country: countrySchema,
  countryMayChange: z.boolean(),
  language: languageSchema,
  /** null: both together where the country speaks both. */
  customerLanguage: languageSchema.nullable(),
  accountId: z.string().nullable(),
  ledgerPath: z.string().max(1000),
  host: z.string().max(40),
  displays: z
    .array(z.strictObject({ name: z.string().max(80), role: z.enum(["cashier", "customer", "spare"]) }))
    .max(8),
  scanners: z.array(scannerViewSchema).max(20),
  scannerSettings: scannerSettingsSchema,
  /** null: scans are sales. */
  scanTest: scanTestSchema.nullable(),
  /** Linux without the udev rules of the package: where the till has laid a copy to be installed. */
  udevRules: z.string().max(1000).nullable(),
  staff: z.array(staffMemberSchema).max(200),
  staffTrouble: z.enum(STAFF_TROUBLES).nullable(),
  /** The receiver of Omise's webhooks; null where it is switched off. */
  webhooks: z
    .strictObject({
      address: z.string().max(200),
      accepted: z.int().min(0),
      repeated: z.int().min(0),
      refused: z.int().min(0),
    })
    .nullable(),
  /** Where the pretend customer's phone can be opened; training only. */
  phoneAddress: z.string().max(200).nullable(),
});
export type SetUpView = Readonly<z.infer<typeof setUpViewSchema>>;
