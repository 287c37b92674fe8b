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
      close: async () => await device.close(),
    };
  },
};

/** What a failed call means when the library itself cannot be loaded, else null.
 *  @returns a sentence that says what to install */
export function missingLibrary(error: unknown): string | null {
  const text = reasonOf(error);
  const library = /(lib[a-z0-9-]+(?:[.-][0-9.]+)?\.so[.0-9]*): cannot open shared object/.exec(text)?.[1];
  if (library !== undefined)
    return `${library} is missing: install the packages libusb-1.0-0 and libudev1, then start again`;
  const code = error instanceof Error && "code" in error ? error.code : null;
  const unloadable = code === "ERR_DLOPEN_FAILED" || code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND";
  return unloadable || /binding|prebuild|native build/i.test(text) ? `node-hid cannot be loaded: ${text}` : null;
}
