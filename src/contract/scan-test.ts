// A scan that is only looked at: what arrived, byte by byte, and what the till takes it for. Payment codes are hidden before
// any of it leaves the main process: of their characters only the first two, the class, are ever shown.
import { z } from "./schema.ts";
import { scannerKindSchema } from "./words.ts";

/** What a scan was recognised as, or why it is none. */
export const SCAN_FINDINGS = [
  "wechat",
  "wechat-hk",
  "wechat-unassigned",
  "alipay",
  "unionpay",
  "customer-qr",
  "line-pay",
  "other-wallet",
  "half-read",
  "glued",
  "poster",
  "poster-torn",
  "receive",
  "link",
  "own-qr",
  "receipt",
  "product",
  "product-like",
  "product-or-line-pay",
  "goods",
  "setting",
  "unreadable",
  "not-a-code",
  /** It took longer from the scanner to the till than a payment code may be old. */
  "too-old",
  "menu-answer",
  "not-printable",
  "too-long",
  "unknown-report",
  "cut-short",
  "empty",
] as const;
export const scanFindingSchema = z.enum(SCAN_FINDINGS);
export type ScanFinding = z.infer<typeof scanFindingSchema>;

/** What ended the code, where that is told in bytes. */
export const SCAN_ENDS = ["none", "cr", "lf", "crlf", "tab", "several"] as const;
export const scanEndSchema = z.enum(SCAN_ENDS);
export type ScanEnd = z.infer<typeof scanEndSchema>;

/** The newest so many are shown. */
export const TEST_LINES = 24;
export const TEST_READINGS = 6;
/** Of one line so many bytes are shown. */
export const TEST_LINE_BYTES = 64;

const arrivedShape = {
  /** Counts from 1 in one test. */
  number: z.int().min(1),
  /** Since the test began. */
  atMs: z.int().min(0),
  kind: scannerKindSchema,
  /** The scanner's name, as in the list. */
  name: z.string().max(120),
};

/** One report, one chunk of a line, or what a page read. */
export const heardLineSchema = z.strictObject({
  ...arrivedShape,
  byteCount: z.int().min(0),
  /** Two hex digits a byte with blanks between; of a hidden character `3*` (a digit) or `**`. */
  hex: z.string().max(TEST_LINE_BYTES * 3),
  /** The same bytes as characters: a bullet for a hidden one, a Unicode control picture for a control character. */
  text: z.string().max(TEST_LINE_BYTES),
});
export type HeardLine = Readonly<z.infer<typeof heardLineSchema>>;

export const scanReadingSchema = z.strictObject({
  ...arrivedShape,
  finding: scanFindingSchema,
  /** The AIM identifier such as `]Q1`, where one came. */
  aim: z.string().max(3).nullable(),
  /** Its name, such as `QR Code`; null where none came or its letter is not known. */
  symbology: z.string().max(40).nullable(),
  /** Characters without identifier and suffix. */
  length: z.int().min(0),
  /** null where the kind of scanner does not tell. */
  end: scanEndSchema.nullable(),
  /** Hidden like the lines, shortened. */
  text: z.string().max(48),
});
export type ScanReading = Readonly<z.infer<typeof scanReadingSchema>>;

/** A test that is on: scans are no sales and no notices. */
export const scanTestSchema = z.strictObject({
  endsInMs: z.int().min(0),
  /** All lines of this test, shown or not. */
  heard: z.int().min(0),
  lines: z.array(heardLineSchema).max(TEST_LINES),
  readings: z.array(scanReadingSchema).max(TEST_READINGS),
});
export type ScanTest = Readonly<z.infer<typeof scanTestSchema>>;
