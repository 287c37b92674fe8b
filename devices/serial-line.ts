// One opened serial port: the frame of its bytes is set, its bytes are told, and its end is told once, whichever way it ends.
import type { SerialPlace } from "#contract/scanners.ts";
import { reasonOf } from "./driver.ts";

export type SerialLine = {
  /** Resolves when the port is free again; it is never told as an end. */
  close(): Promise<void>;
};

export type LineEvents = {
  /** As the driver gave them: at most 64 KB. */
  readonly bytes: (chunk: Uint8Array) => void;
  readonly error: (reason: string) => void;
  /** The far end is gone, once. The port is closing: `close` tells when it is free. */
  readonly ended: (reason: string) => void;
};

/** Rejects with what the system said. Opening throws away what was sent before: a code that was read while nobody listened
 *  must not pay a later sale. */
export async function openLine(path: string, place: SerialPlace, events: LineEvents): Promise<SerialLine> {
  const { SerialPort } = await import("serialport");
  const { baudRate, dataBits, parity, stopBits, rtscts } = place;
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, rtscts, autoOpen: false });
  const failure = await finished((done) => port.open(done));
  if (failure !== null) throw failure;
  let isOpened = false;
  let endedBy: string | null = null;
  let closing: Promise<unknown> | null = null;
  const close = async (): Promise<void> => {
    endedBy ??= "closed";
    closing ??= port.isOpen ? finished((done) => port.close(done)) : Promise.resolve();
    await closing;
  };
  const end = (reason: string): void => {
    if (endedBy !== null) return;
    endedBy = reason;
    void close();
    if (isOpened) events.ended(reason);
  };
  port.on("error", (error) => events.error(reasonOf(error)));
  port.on("close", (error: unknown) => end(reasonOf(error ?? "closed")));
  // Some drivers answer a pulled cable with no bytes instead of a failure; the library then reads no more and closes nothing.
  port.on("end", () => end("end of input"));
  // Without hardware flow control both lines say that the till listens; with it the second belongs to the hardware.
  await finished((done) => port.set(rtscts ? { dtr: true } : { dtr: true, rts: true }, done));
  if (endedBy !== null) {
    await close();
    throw new Error(endedBy);
  }
  isOpened = true;
  port.on("data", (chunk: Uint8Array) => {
    if (endedBy === null) events.bytes(chunk);
  });
  return { close };
}

/** The failure of a call with a callback, or null. Setting modem lines fails on a pty and need not work. */
async function finished(start: (done: (error: Error | null | undefined) => void) => void): Promise<Error | null> {
  return await new Promise((resolve) => start((error) => resolve(error ?? null)));
}
