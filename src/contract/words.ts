// The closed sets of words that commands and views share: methods, states, roles, languages.
import { z } from "./schema.ts";

export const METHOD_IDS = ["wechat_pay_upm", "alipayplus_mpm", "atome_qr", "truemoney_qr"] as const;
export const methodIdSchema = z.enum(METHOD_IDS);
export type MethodId = z.infer<typeof methodIdSchema>;

export const COUNTRIES = ["TH", "SG", "MY"] as const;
export const countrySchema = z.enum(COUNTRIES);
export type Country = z.infer<typeof countrySchema>;

export const modeSchema = z.enum(["training", "test", "live"]);
export type Mode = z.infer<typeof modeSchema>;

/** The states of an attempt, as the product names them; `draft` belongs to a sale without an attempt. */
export const ATTEMPT_STATES = [
  "queued",
  "sending",
  "unknown",
  "pending",
  "cancelling",
  "successful",
  "failed",
  "expired",
  "cancelled",
  "not-sent",
  "not-found",
  "paid-late",
] as const;
export const attemptStateNameSchema = z.enum(ATTEMPT_STATES);
export type AttemptStateName = z.infer<typeof attemptStateNameSchema>;
export const saleStateSchema = z.enum(["draft", ...ATTEMPT_STATES]);
export type SaleStateName = z.infer<typeof saleStateSchema>;

export const ROLES = ["cashier", "customer"] as const;
export const roleSchema = z.enum(ROLES);
/** Given to a connection by the host, never claimed by a page. */
export type Role = z.infer<typeof roleSchema>;

export const LANGUAGES = ["en", "th"] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;

/** Where a scan came from. */
export const scannerKindSchema = z.enum(["hid", "serial", "keyboard", "pretend"]);
export type ScannerKind = z.infer<typeof scannerKindSchema>;

/** How a state is shown, told by colour and shape alike. */
export const toneSchema = z.enum(["calm", "waiting", "good", "bad", "unsure"]);
export type Tone = z.infer<typeof toneSchema>;
