// The few functions of node-hid that are used, and the only place that loads it: on the first call, because a machine
// without libusb or libudev must start all the same.
import { reasonOf } from "./driver.ts";

export type HidDevice = {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
};

export type HidHandle = {
  /** Only once in the life of a handle: a second listener ends the process. Starts reading in the next tick. */
  onData(listener: (report: Uint8Array) => void): void;
  /** At most once; a string or an Error. Without a listener an unplug ends the process. */
  onError(listener: (error: unknown) => void): void;
  /** The report id first. Rejects where the device does not know it. */
  sendFeatureReport(bytes: readonly number[]): Promise<void>;
  /** Rejects on a handle that is closed already. */
  close(): Promise<void>;
};

/** Both functions reject with the loader's error where a system library is missing. */
export type HidLibrary = {
  devicesAsync(): Promise<readonly HidDevice[]>;
  open(path: string): Promise<HidHandle>;
};

/** node-hid's asynchronous half: closing its synchronous one during a read can end the process (scanners.md, 2.3). */
export const nodeHid: HidLibrary = {
  async devicesAsync() {
    const { devicesAsync } = await import("node-hid");
    return await devicesAsync();
  },
  async open(path) {
    const { HIDAsync } = await import("node-hid");
    const device = await HIDAsync.open(path);
    return {
      onData: (listener) => void device.on("data", listener),
      onError: (listener) => void device.on("error", listener),
      sendFeatureReport: async (bytes) => void (await device.sendFeatureReport([...bytes])),
      close: async () => await device.close(),
    };
  },
};

/** Whether a call failed because the library itself, or one of the system that it needs, cannot be loaded. */
export function isLibraryMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ERR_DLOPEN_FAILED" || code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") return true;
  return /cannot open shared object|binding|prebuild|native build/i.test(reasonOf(error));
}
