// Sums that tell whether a text was read whole. They word what is said of a code and never decide about money.

/** The check digit that GTIN-8, -12, -13 and -14 share: weights 3 and 1 from the right. Source: GS1 General Specifications, 7.9. */
export function hasCheckDigit(digits: string): boolean {
  const sum = digits
    .split("")
    .toReversed()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** The checksum at the end of a merchant's QR, over everything before its four digits. The sum is one of UTF-8 bytes: a text with
 *  letters beyond ASCII cannot be summed as a scanner gives it, and is not doubted.
 *  Source: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, 4.7 (CRC-16/CCITT-FALSE). */
export function hasChecksum(text: string): boolean {
  if (/[^\0-\x7F]/.test(text)) return true;
  return crc16(text.slice(0, -4)) === Number.parseInt(text.slice(-4), 16);
}

function crc16(text: string): number {
  let value = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    value ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) value = ((value & 0x8000) === 0 ? value << 1 : (value << 1) ^ 0x1021) & 0xffff;
  }
  return value;
}
