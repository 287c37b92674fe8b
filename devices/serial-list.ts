// Which serial ports the system has, with the USB ids that stay the same when a port comes back under another name.
import { serialIdsSchema, type SerialIds } from "#contract/scanners.ts";

export type ListedPort = { readonly path: string; readonly ids: SerialIds | null };

/** What the system is asked; stood in for in tests. */
export type SerialSystem = {
  /** Rejects where ports cannot be listed, as on Linux without udevadm. Pseudo terminals never are, and built-in ports are
   *  though nothing is there (scanners.md, 4). */
  list(): Promise<readonly ListedPort[]>;
  /** Where a path leads: /dev/serial/by-id holds links. The path itself where that cannot be said. */
  resolve(path: string): Promise<string>;
  /** Whether a port that is open is still plugged in. Where ports are files this costs nothing, else it is a list.
   *  @param path what `resolve` gave: a link may lead to another port by now */
  isThere(path: string): Promise<boolean>;
};

export const serialSystem: SerialSystem = {
  async list() {
    const { SerialPort } = await import("serialport");
    const ports = await SerialPort.list();
    return ports.map((port) => ({ path: port.path, ids: idsOf(port) }));
  },
  async resolve(path) {
    const { promises } = await import("node:fs");
    return await promises.realpath(path).catch(() => path);
  },
  async isThere(path) {
    if (!path.startsWith("/")) return (await serialSystem.list()).some((port) => port.path === path);
    const { promises } = await import("node:fs");
    return await promises.access(path).then(
      () => true,
      () => false,
    );
  },
};

type NamedIds = Readonly<Partial<Record<"vendorId" | "productId" | "serialNumber", string | undefined>>>;

/** @param port ids in hex without 0x, in upper case on some systems
 *  @returns null for what is no USB port */
export function idsOf({ vendorId, productId, serialNumber }: NamedIds): SerialIds | null {
  const ids = {
    vendorId: vendorId?.toLowerCase(),
    productId: productId?.toLowerCase(),
    serialNumber: serialNumber === undefined || serialNumber === "" ? null : serialNumber.slice(0, 120),
  };
  return serialIdsSchema.safeParse(ids).data ?? null;
}

export function isSameModel(one: SerialIds | null, other: SerialIds | null): boolean {
  return one !== null && one.vendorId === other?.vendorId && one.productId === other.productId;
}

export function hasSameIds(one: SerialIds | null, other: SerialIds | null): boolean {
  return isSameModel(one, other) && one?.serialNumber === other?.serialNumber;
}
