// What the list says about a serial port that cannot be used: absent, held by another program, forbidden, or something else.
import type { ScannerView } from "#contract/views.ts";
import { reasonOf } from "./driver.ts";

/** Each system words the same three failures in its own way; sources: scanners.md, 4, and platform.md, 3a. */
export function serialTrouble(path: string, error: unknown): Pick<ScannerView, "state" | "note"> {
  const reason = reasonOf(error);
  if (/no such file|file not found|ENOENT|no such device/i.test(reason))
    return { state: "absent", note: `nothing at ${path}` };
  if (
    /cannot lock port|temporarily unavailable|resource busy|EBUSY/i.test(reason) ||
    /^Opening .*access denied/i.test(reason)
  ) {
    return { state: "trouble", note: `${path} is in use by another program` };
  }
  if (/permission denied|EACCES|EPERM/i.test(reason)) {
    return {
      state: "trouble",
      note: `no permission to open ${path}: add this user to the group dialout and log in again`,
    };
  }
  return { state: "trouble", note: `${path} cannot be used: ${reason}`.slice(0, 300) };
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
