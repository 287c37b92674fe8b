// A stand-in for node-hid as strict as the real one (hid-vm.md, "Traps"): what would end the process there is written down
// as a violation here.
import type { HidDevice, HidHandle, HidLibrary } from "#devices/hid-library.ts";

export type FakeScanner = HidDevice & { readonly path: string };

export type FakeHid = HidLibrary & {
  readonly violations: readonly string[];
  /** How often the bus was listed. */
  readonly listings: () => number;
  readonly openHandles: () => number;
  /** What the bus shows; several entries may share a path. */
  plug(...devices: readonly HidDevice[]): void;
  /** The device goes and its reader gets one error. @param error a string, as node-hid emits it, unless told otherwise */
  unplug(path: string, error?: unknown): void;
  /** A report arrives; where the handle is closed or not there, it is lost, as in the kernel. */
  send(path: string, report: Uint8Array): void;
  /** From now on this call rejects with that; null: works again. */
  failListing(error: Error | null): void;
  failOpening(error: Error | null): void;
  failFeature(error: Error | null): void;
  /** The feature reports that were sent, the report id first. */
  readonly features: readonly { readonly path: string; readonly bytes: readonly number[] }[];
  /** A report of a handle that is closed or has failed: what was read before and comes after. */
  sendLate(path: string, report: Uint8Array): void;
};

export const HONEYWELL: FakeScanner = {
  path: "/dev/hidraw0",
  vendorId: 0x0c2e,
  productId: 0x0b61,
  serialNumber: "S1",
  product: "Voyager 1602g",
  usagePage: 0x8c,
  usage: 2,
};
export const UNPLUG_TEXT =
  "could not read from HID device: hid_read_timeout: unexpected poll error (device disconnected)";

type Handle = { onData?: (report: Uint8Array) => void; onError?: (error: unknown) => void; closed: boolean };

export function createFakeHid(): FakeHid {
  const violations: string[] = [];
  const handles = new Map<string, Handle[]>();
  let bus: readonly HidDevice[] = [];
  let listing = false;
  let listings = 0;
  let listingError: Error | null = null;
  let openingError: Error | null = null;
  let featureError: Error | null = null;
  const features: { readonly path: string; readonly bytes: readonly number[] }[] = [];
  const living = (path: string) => (handles.get(path) ?? []).filter((handle) => !handle.closed);

  return {
    violations,
    listings: () => listings,
    openHandles: () => [...handles.keys()].flatMap(living).length,
    plug: (...devices) => void (bus = devices),
    unplug(path, error = UNPLUG_TEXT) {
      bus = bus.filter((device) => device.path !== path);
      for (const handle of living(path)) {
        if (handle.onError === undefined) violations.push("error without a listener");
        handle.onError?.(error);
      }
    },
    send(path, report) {
      if (bus.some((device) => device.path === path)) for (const handle of living(path)) handle.onData?.(report);
    },
    failListing: (error) => void (listingError = error),
    failOpening: (error) => void (openingError = error),
    failFeature: (error) => void (featureError = error),
    features,
    sendLate: (path, report) => handles.get(path)?.forEach((handle) => handle.onData?.(report)),
    async devicesAsync() {
      if (listing) violations.push("two listings overlap");
      listing = true;
      listings += 1;
      await new Promise((resolve) => setImmediate(resolve));
      listing = false;
      if (listingError !== null) throw listingError;
      return bus;
    },
    async open(path) {
      if (openingError !== null) throw openingError;
      if (!bus.some((device) => device.path === path))
        throw new Error(`cannot open device with path ${path}: No such file or directory`);
      if (living(path).length > 0) violations.push("opened again before it was closed");
      if (listing) violations.push("opened while the bus is listed");
      const handle: Handle = { closed: false };
      handles.set(path, [...(handles.get(path) ?? []), handle]);
      const sendFeatureReport = async (bytes: readonly number[]): Promise<void> => {
        if (handle.closed || featureError !== null) throw featureError ?? new Error("device has been closed");
        features.push(await Promise.resolve({ path, bytes }));
      };
      return await Promise.resolve({ ...strictHandle(handle, violations), sendFeatureReport });
    },
  };
}

function strictHandle(handle: Handle, violations: string[]): Omit<HidHandle, "sendFeatureReport"> {
  return {
    onData(listener) {
      if (handle.onData !== undefined) violations.push("read is already running: a second data listener");
      handle.onData = listener;
      process.nextTick(() => {
        if (handle.closed) violations.push("device has been closed: closed in the tick of its data listener");
      });
    },
    onError(listener) {
      handle.onError = listener;
    },
    async close() {
      if (handle.closed) throw new Error("device is already closed");
      handle.closed = true;
      await Promise.resolve();
    },
  };
}
