// Which serial ports there are to choose from. Listing needs udevadm on Linux and fails without it: a path can always be typed.
import type { SerialPortView } from "#contract/scanners.ts";
import { makerOf } from "./hid-notes.ts";

/** As `serialport` lists one; vendor ids in hex without 0x, in either case. */
export type ListedPort = {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly vendorId?: string | undefined;
  /** Windows only. */
  readonly friendlyName?: string | undefined;
};

export type SerialLister = () => Promise<readonly ListedPort[]>;

export const systemPorts: SerialLister = async () => {
  const { SerialPort } = await import("serialport");
  return await SerialPort.list();
};

/** As the contract limits the list. */
const MOST_PORTS = 40;
const LONGEST_PATH = 300;

/** Known makers first, then other USB ports, then what is built in. @returns null where the system cannot list them */
export async function serialPorts(list: SerialLister): Promise<readonly SerialPortView[] | null> {
  try {
    const ports = (await list()).filter(({ path }) => path !== "" && path.length <= LONGEST_PATH).map(viewOf);
    return ports
      .toSorted((left, right) => rank(left) - rank(right) || (left.path < right.path ? -1 : 1))
      .slice(0, MOST_PORTS);
  } catch {
    return null;
  }
}

function viewOf({ path, manufacturer, vendorId, friendlyName }: ListedPort): SerialPortView {
  const name = (friendlyName ?? manufacturer ?? "").replaceAll("_", " ").trim().slice(0, 120);
  const maker = makerOf({ vendorId: Number.parseInt(vendorId ?? "", 16), productId: 0 });
  return { path, name, maker, usb: vendorId !== undefined };
}

function rank({ maker, usb }: SerialPortView): number {
  if (maker !== null) return 0;
  return usb ? 1 : 2;
}
