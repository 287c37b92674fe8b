// Byte-exact reports of real scanners, each with its source, and some constructed from documented layouts.

/** Writes 64 bytes: hex (blanks ignored), NUL up to the last bytes, then those. */
export function report(start: string, end = ""): Uint8Array {
  const head = start.replaceAll(" ", "");
  const tail = end.replaceAll(" ", "");
  return Uint8Array.from(Buffer.from(head + "00".repeat(64 - (head.length + tail.length) / 2) + tail, "hex"));
}

/** V1: the answer of a Honeywell Voyager 1602g to a menu command, six reports in layout A, `]X0`.
 *  Source: github.com/HenkVanAsselt/python_hon_usbhid, README.md */
export const V1_MENU_ANSWER: readonly Uint8Array[] = [
  report(
    "02385d583050726f64756374204e616d653a20566f79616765722031363032670d0a426f6f74205265766973696f6e3a203a20383939320d0a536f66743f0001",
  ),
  report(
    "02385d5830776172652050617274204e756d6265723a2043573030303038324242410d0a536f667477617265205265766973696f6e3a202450726f6a653f0001",
  ),
  report(
    "02385d583063745265766973696f6e3a203136333435200d0a53657269616c204e756d6265723a20313532333242314630430d0a537570706f727465643f0001",
  ),
  report(
    "02385d58302049463a20426c7565746f6f74680d0a50434220417373656d626c792049443a203030303030300d0a456e67696e65204669726d776172653f0001",
  ),
  report(
    "02385d583020547970653a204e2f412020205265766973696f6e3a204e2f4120202053657269616c204e756d6265723a204e2f41202020436865636b733f0001",
  ),
  report("02095d5830 756d3a204e2f410d0a", "3f0000"),
];

/** V2: the end of that command, `]Z6`, acknowledged. Same source. */
export const V2_MENU_END = report("02085d5a36 524556494e46062e", "360000");

/** V3: Access-IS ATR110, the second report of a 60-byte QR code. Its first one has a header and an end that are exact; the
 *  56 data bytes are lost in the manual's copy, so they are made up here.
 *  Source: manualshive.com/ru/manual/access-is/atr110/455315, page 34 */
export const V3_FIRST_DATA = "M1GATHERGOOD/MICHAEL  EABC123 LHRJFKBA 0175 324Y001A0001";
export const V3_TICKET: readonly Uint8Array[] = [
  report(`02385d5130 ${Buffer.from(V3_FIRST_DATA).toString("hex")}`, "730001"),
  report("02045d5130 20313030", "730000"),
];

/** V4: Newland FM30, answers to commands in the layout without AIM.
 *  Source: newlandaidc.com/en/Services/wiki_info/435.html */
export const V4_SERIAL_NUMBER = report("020e 02000008454c303330303935 2551");
export const V4_ACKNOWLEDGE = report("0207 02000001003331");

/** V5: Microscan's own HID layout, no HID POS. Source: files.microscan.com/helpfiles/ms4_help_file/ms-4_help-02-45.html */
export const V5_MICROSCAN = report("010b 415d303032333734393338");

/** V6: boot keyboard, usage ids of the keys going down, then Enter, then Ctrl+Shift+J.
 *  Source: github.com/node-hid/node-hid/issues/323 */
export const V6_KEY_USAGES = [0x23, 0x26, 0x22, 0x24, 0x25, 0x21, 0x1f, 0x1f, 0x27, 0x25, 0x25, 0x22, 0x23] as const;
export const V6_TEXT = "6957842208856";

export const CODE = "134567890123456789";
/** Constructed from the documented layouts: no device has sent these. */
export const LAYOUT_A = report("02125d4330 313334353637383930313233343536373839", "6a0000");
export const LAYOUT_A_WITH_CR = report("02135d5131 3133343536373839303132333435363738390d", "730000");
export const LAYOUT_A_SHIFTED = report("021200 5d4330 313334353637383930313233343536373839");
export const LAYOUT_B = report("0212 313334353637383930313233343536373839");
