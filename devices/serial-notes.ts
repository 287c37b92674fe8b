// What the list says about a serial port that cannot be used: absent, held by another program, forbidden, or something else.
import type { ScannerView } from "#contract/scanners.ts";
import { reasonOf } from "./driver.ts";

/** Each system words the same three failures in its own way; sources: scanners.md, 4, and platform.md, 3a. */
export type SerialState = Pick<ScannerView, "state" | "words" | "note">;

export function serialTrouble(path: string, error: unknown): SerialState {
  const reason = reasonOf(error);
  if (/no such file|file not found|ENOENT|no such device/i.test(reason))
    return { state: "absent", words: "port-missing", note: `nothing at ${path}` };
  if (
    /cannot lock port|temporarily unavailable|resource busy|EBUSY/i.test(reason) ||
    /^Opening .*access denied/i.test(reason)
  ) {
    return { state: "trouble", words: "in-use", note: `${path} is in use by another program` };
  }
  if (/permission denied|EACCES|EPERM/i.test(reason)) {
    return {
      state: "trouble",
      words: "no-permission-serial",
      note: `no permission to open ${path}: add this user to the group dialout and log in again`,
    };
  }
  return { state: "trouble", words: "not-opened", note: `${path} cannot be used: ${reason}`.slice(0, 300) };
}

/** Names the USB serial ports that the system lists, or nothing: listing needs udevadm on Linux and rejects without it,
 *  built-in ports are listed though nothing is there, and pseudo terminals never are (scanners.md, 4). */
export async function otherPorts(): Promise<string> {
  try {
    const { SerialPort } = await import("serialport");
    const ports = await SerialPort.list();
    const paths = ports.filter(({ vendorId }) => vendorId !== undefined).map(({ path }) => path);
    return paths.length === 0 ? "" : `; there is ${paths.join(", ")}`;
  } catch (error) {
    return `; other ports cannot be listed: ${reasonOf(error)}`;
  }
}
