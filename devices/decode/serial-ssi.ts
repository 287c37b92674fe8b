// Zebra's Simple Serial Interface: scans come in packets with a check sum, wait for an answer, and are no text. Nothing is read
// out of them; they are only known again, so that the till can say what is wrong.

/** A length and two bytes of check sum behind it: no packet is longer. */
export const SSI_HEADER_BYTES = 4;
const CHECKSUM_BYTES = 2;
/** Header and bar code type: a packet with fewer bytes holds no scan. */
const LEAST_LENGTH = 5;
const DECODE_DATA = 0xf3;
const FROM_DECODER = 0x00;
/** Bit 0 retransmission, bit 1 more follows; the others are 0. */
const MOST_STATUS = 0x03;

/** Judges bytes from the length byte on: length (of all but the check sum), opcode, source, status, bar code type, data, and the
 *  two's complement of the sum of it all, high byte first. Source: SE-923 Scan Engine Integration Guide, pages 6-4 and 6-15
 *  (manualslib.com/manual/1931353, page 160; manualshive.com/en/manual/symbol/se-923/1419176?page=171). */
export function readSsi(bytes: readonly number[]): "no" | "begun" | "whole" {
  const [length = 0, opcode, source, status = 0] = bytes;
  if (bytes.length < SSI_HEADER_BYTES || length < LEAST_LENGTH || status > MOST_STATUS) return "no";
  if (opcode !== DECODE_DATA || source !== FROM_DECODER) return "no";
  if (bytes.length < length + CHECKSUM_BYTES) return "begun";
  const sum = bytes.slice(0, length).reduce((total, byte) => total + byte, 0);
  const [high = 0, low = 0] = bytes.slice(length);
  return ((sum + high * 256 + low) & 0xffff) === 0 ? "whole" : "no";
}
