// Scanners as the screens draw them and as the shop sets them up: what is plugged in, why one does not work, how a serial one
// speaks, and the pause that tells keys from scans.
import { z } from "./schema.ts";
import { scannerKindSchema } from "./words.ts";

/** Makers that are known by their USB vendor id, to say what to scan so that the mode changes (scanners.md, 1.2). */
export const SCANNER_MAKERS = ["honeywell", "youjie", "zebra", "datalogic", "newland"] as const;
export const scannerMakerSchema = z.enum(SCANNER_MAKERS);
export type ScannerMaker = z.infer<typeof scannerMakerSchema>;

/** Why a scanner does not work, or what is known of it, in words that the catalogues say in full. */
export const SCANNER_WORDS = [
  "looking",
  "none",
  "unplugged",
  /** A known maker's device that is no HID POS scanner: it types as a keyboard, or speaks a serial or closed protocol. */
  "keyboard-mode",
  /** Opened, and then reading failed at once: how a keyboard answers on Windows. */
  "reads-nothing",
  /** hidraw needs the udev rule. */
  "no-permission-hid",
  /** The port needs the group dialout or the udev rule. */
  "no-permission-serial",
  "library-missing",
  /** Another program, or another till, holds it. */
  "in-use",
  "port-missing",
  /** The port is listed, and nothing answers behind it, or it is no serial port. */
  "not-a-port",
  /** Zebra's packet protocol: its scans are no text. */
  "ssi",
  "not-opened",
  "keyboard",
] as const;
export type ScannerWords = (typeof SCANNER_WORDS)[number];

export const scannerViewSchema = z.strictObject({
  id: z.string().max(200),
  kind: scannerKindSchema,
  name: z.string().max(120),
  state: z.enum(["ready", "absent", "trouble"]),
  /** null where there is nothing to say: it works. */
  words: z.enum(SCANNER_WORDS).nullable(),
  maker: scannerMakerSchema.nullable(),
  /** What the system said, word for word, for whoever mends it; empty where the words say all. */
  note: z.string().max(300),
});
export type ScannerView = Readonly<z.infer<typeof scannerViewSchema>>;

/** USB ids in lower-case hex without 0x, to find a port again when its path has changed. */
export const serialIdsSchema = z.strictObject({
  vendorId: z.string().regex(/^[0-9a-f]{4}$/),
  productId: z.string().regex(/^[0-9a-f]{4}$/),
  serialNumber: z.string().max(120).nullable(),
});
export type SerialIds = Readonly<z.infer<typeof serialIdsSchema>>;

/** How a code ends: `auto` is CR, LF or Tab or, where none comes, a pause. */
export const SERIAL_SUFFIXES = ["auto", "cr", "lf", "crlf", "tab", "none"] as const;

/** A scanner on a serial port. The defaults fit most: 9600 8N1, no flow control, any suffix. */
export const serialPlaceSchema = z.strictObject({
  path: z.string().min(1).max(300),
  baudRate: z.int().min(300).max(4_000_000).default(9600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(["none", "even", "odd"]).default("none"),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
  rtscts: z.boolean().default(false),
  suffix: z.enum(SERIAL_SUFFIXES).default("auto"),
  /** The pause that ends a code without a suffix. USB adapters hold bytes back for 16 ms and more. */
  quietMs: z.int().min(30).max(500).default(60),
  /** null: a port without USB ids, found by its path alone. */
  ids: serialIdsSchema.nullable().default(null),
});
export type SerialPlace = Readonly<z.infer<typeof serialPlaceSchema>>;

/** More are no till but a switchboard. */
export const MOST_SERIAL = 8;

/** Between two keys of a scan at most so long; slow Bluetooth scanners need more (scanners.md, 3.1). */
export const KEY_GAP_MS = { least: 35, usual: 50, most: 150 } as const;
export const keyGapMsSchema = z.int().min(KEY_GAP_MS.least).max(KEY_GAP_MS.most);

export const scannerSettingsSchema = z.strictObject({
  hid: z.boolean(),
  /** Asks Honeywell and Youjie scanners in keyboard mode to send their scans to the till. It changes them for other programs too. */
  honeywellRedirect: z.boolean().default(false),
  serial: z.array(serialPlaceSchema).max(MOST_SERIAL),
  keyGapMs: keyGapMsSchema.default(KEY_GAP_MS.usual),
});
export type ScannerSettings = Readonly<z.infer<typeof scannerSettingsSchema>>;

/** As the set-up screen writes one; the till learns the ids by itself. */
export const serialChoiceSchema = serialPlaceSchema.omit({ ids: true });
export type SerialChoice = Readonly<z.infer<typeof serialChoiceSchema>>;

/** A port that the system lists. `name` is what the system calls the device; empty where it does not say. */
export const serialPortSchema = z.strictObject({
  path: z.string().min(1).max(300),
  name: z.string().max(120),
  maker: scannerMakerSchema.nullable(),
  /** With USB ids. Built-in ports are listed though nothing may be there. */
  usb: z.boolean(),
});
export type SerialPortView = Readonly<z.infer<typeof serialPortSchema>>;
