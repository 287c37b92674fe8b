// One scanner on a serial port (RS-232, USB-CDC). It opens when the port is there, reopens with a growing pause when it is
// gone, and says plainly what keeps it from working.
import type { ScannerView, SerialPlace } from "#contract/scanners.ts";
import type { SerialPort } from "serialport";
import { createSerialDecoder, type SerialAnswer } from "./decode/serial.ts";
import { logNotAScan, reasonOf, type Driver, type DriverPorts } from "./driver.ts";
import { otherPorts, serialTrouble, type SerialState } from "./serial-notes.ts";

/** The pause that ends a code without suffix: 9600 baud is 1 ms a byte, but adapters hold bytes back for 16 ms and more. */
const QUIET_MS = 60;
const REOPEN_FIRST_MS = 250;
const REOPEN_LAST_MS = 4000;

export function openSerialScanner(ports: DriverPorts, place: SerialPlace): Driver {
  return new SerialScanner(ports, place);
}

class SerialScanner implements Driver {
  readonly tried: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #place: SerialPlace;
  readonly #id: string;
  #state: SerialState = { state: "absent", words: "looking", note: "" };
  #port: SerialPort | null = null;
  #opening: Promise<void>;
  #cancelReopen = (): void => {};
  #cancelQuiet = (): void => {};
  #waitMs = REOPEN_FIRST_MS;
  #stopped = false;

  constructor(ports: DriverPorts, place: SerialPlace) {
    this.#ports = ports;
    this.#place = place;
    this.#id = `serial:${place.path}`.slice(0, 200);
    this.#opening = this.#open();
    this.tried = this.#opening;
  }

  list(): readonly ScannerView[] {
    return [{ id: this.#id, kind: "serial", name: this.#place.path.slice(0, 120), maker: null, ...this.#state }];
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelReopen();
    this.#cancelQuiet();
    await this.#opening;
    const port = this.#port;
    this.#port = null;
    if (port?.isOpen === true) await finished((done) => port.close(done));
  }

  async #open(): Promise<void> {
    try {
      const serialport = await import("serialport");
      const port = new serialport.SerialPort({ ...this.#place, autoOpen: false });
      const failure = await finished((done) => port.open(done));
      if (failure !== null) throw failure;
      await this.#listen(port);
    } catch (error) {
      await this.#noteFailure(serialTrouble(this.#place.path, error));
      this.#reopenLater();
    }
  }

  /** Opening has thrown away what was scanned before: a code read while nobody listened must not pay a later sale. */
  async #listen(port: SerialPort): Promise<void> {
    this.#port = port;
    const decoder = createSerialDecoder({ quietMs: QUIET_MS });
    port.on("error", (error) => this.#ports.log.warn("serial.error", { scanner: this.#id, reason: reasonOf(error) }));
    port.on("close", (error: unknown) => this.#lose(port, error));
    await finished((done) => port.set({ dtr: true, rts: true }, done));
    if (this.#port !== port) return;
    port.on("data", (chunk: Uint8Array) => this.#take(decoder, decoder.bytes(chunk, this.#ports.clock.nowMs())));
    this.#waitMs = REOPEN_FIRST_MS;
    this.#note({ state: "ready", words: null, note: "" });
  }

  #take(decoder: ReturnType<typeof createSerialDecoder>, answer: SerialAnswer): void {
    this.#cancelQuiet();
    for (const read of answer.read) {
      if (typeof read === "string") logNotAScan(this.#ports.log, this.#id, read);
      else this.#ports.deliver({ ...read, kind: "serial", receivedAtMs: answer.atMs });
    }
    const { clock } = this.#ports;
    if (answer.waitMs === null || this.#stopped) return;
    this.#cancelQuiet = clock.after(answer.waitMs, () => this.#take(decoder, decoder.quiet(clock.nowMs())));
  }

  /** @param error tells that the far end is gone; null or undefined after our own close */
  #lose(port: SerialPort, error: unknown): void {
    if (this.#port !== port) return;
    this.#port = null;
    this.#cancelQuiet();
    this.#ports.log.warn("serial.lost", { scanner: this.#id, reason: reasonOf(error ?? "closed") });
    this.#note({ state: "absent", words: "unplugged", note: `${this.#place.path} was unplugged or switched off` });
    this.#reopenLater();
  }

  /** Where nothing is at the path, the list says once what is elsewhere: a scanner may come back under another name. */
  async #noteFailure(trouble: SerialState): Promise<void> {
    const said = this.#state.state === "absent" && this.#state.note.startsWith(trouble.note);
    if (said) return;
    const note = trouble.state === "absent" ? trouble.note + (await otherPorts()) : trouble.note;
    this.#note({ ...trouble, note: note.slice(0, 300) });
  }

  #reopenLater(): void {
    if (this.#stopped) return;
    this.#cancelReopen = this.#ports.clock.after(this.#waitMs, () => {
      this.#opening = this.#open();
    });
    this.#waitMs = Math.min(this.#waitMs * 2, REOPEN_LAST_MS);
  }

  #note(state: SerialState): void {
    if (state.state === this.#state.state && state.note === this.#state.note) return;
    this.#state = state;
    if (state.state === "trouble") this.#ports.log.warn("serial.trouble", { scanner: this.#id, note: state.note });
    else this.#ports.log.info(`serial.${state.state}`, { scanner: this.#id, note: state.note });
    this.#ports.changed();
  }
}

/** The failure of a call with a callback, or null. Setting modem lines fails on a pty and need not work. */
async function finished(start: (done: (error: Error | null | undefined) => void) => void): Promise<Error | null> {
  return await new Promise((resolve) => start((error) => resolve(error ?? null)));
}
