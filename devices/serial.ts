// One scanner on a serial port (RS-232, USB-CDC). It opens when the port is there, finds it again under another name, reopens
// with a growing pause when it is gone, and says plainly what keeps it from working.
import type { ScannerView, SerialIds, SerialPlace } from "#contract/scanners.ts";
import { createSerialDecoder, type SerialAnswer, type SerialDecoder } from "./decode/serial.ts";
import { logNotAScan, type Driver, type DriverPorts } from "./driver.ts";
import { makerOf } from "./hid-notes.ts";
import { openLine, type SerialLine } from "./serial-line.ts";
import { hasSameIds, type ListedPort } from "./serial-list.ts";
import { serialTrouble, withOthers, type SerialState } from "./serial-notes.ts";
import { createSerialSeats, type SeatHolder, type SerialSeats } from "./serial-seats.ts";

const REOPEN_FIRST_MS = 250;
const REOPEN_LAST_MS = 4000;
/** Not every loss is told: where the far end goes while a read is under way, serialport 13 reads nothing over and over, closes
 *  nothing and keeps the processor busy (seen on Linux; node-serialport#2323 on others). So the path is looked at, too. */
const LOOK_AT_FILE_MS = 1000;
const LOOK_AT_LIST_MS = 5000;
/** A port may be left out of a list, or be without its link, while something else is being plugged in. */
const MISSED_LOOKS = 2;
const NO_BYTES = new Uint8Array();
const READY: SerialState = { state: "ready", words: null, note: "" };

type Watched = {
  readonly line: SerialLine;
  readonly path: string;
  readonly wasThere: boolean;
  readonly missed: number;
};

export type SerialOptions = {
  /** One for all serial scanners of a till, so that none opens the port of another. */
  readonly seats?: SerialSeats;
  /** The ids under which the port at this path (as set up) is listed, when the place has none or others: to be kept in its
   *  settings, so that it is found again under another path. The driver goes by them already and needs not be opened anew. */
  readonly onIds?: (path: string, ids: SerialIds) => void;
};

/** To change a place, close its driver and open another. */
export function openSerialScanner(ports: DriverPorts, place: SerialPlace, options: SerialOptions = {}): Driver {
  return new SerialScanner(ports, place, options);
}

class SerialScanner implements Driver {
  readonly tried: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #place: SerialPlace;
  readonly #id: string;
  readonly #seats: SerialSeats;
  readonly #seat: SeatHolder;
  readonly #onIds: (path: string, ids: SerialIds) => void;
  readonly #decoder: SerialDecoder;
  #ids: SerialIds | null;
  #state: SerialState = { state: "absent", words: "looking", note: "" };
  #path: string;
  #line: SerialLine | null = null;
  /** Opening, or letting go of a lost port: whoever closes waits for it. */
  #busy: Promise<void>;
  #cancelReopen = (): void => {};
  #cancelQuiet = (): void => {};
  #cancelWatch = (): void => {};
  #waitMs = REOPEN_FIRST_MS;
  #wasReady = false;
  #stopped = false;

  constructor(ports: DriverPorts, place: SerialPlace, options: SerialOptions) {
    this.#ports = ports;
    this.#place = place;
    this.#path = place.path;
    this.#ids = place.ids;
    this.#id = `serial:${place.path}`.slice(0, 200);
    this.#seats = options.seats ?? createSerialSeats();
    this.#seat = this.#seats.sit(place.path, place.ids);
    this.#onIds = options.onIds ?? (() => {});
    this.#decoder = createSerialDecoder(place);
    this.#busy = this.#open();
    this.tried = this.#busy;
  }

  list(): readonly ScannerView[] {
    const maker =
      this.#ids === null ? null : makerOf({ vendorId: Number.parseInt(this.#ids.vendorId, 16), productId: 0 });
    return [{ id: this.#id, kind: "serial", name: this.#path.slice(0, 120), maker, ...this.#state }];
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelReopen();
    this.#rest();
    await this.#busy;
    await this.#line?.close();
    this.#line = null;
    this.#seat.end();
  }

  async #open(): Promise<void> {
    const { path, listed } = await this.#seat.seek();
    if (path === null) return await this.#fail({ state: "absent", words: "port-missing", note: "" }, listed);
    // Before it is opened: a link may be gone right after.
    const real = await this.#seats.system.resolve(path);
    try {
      this.#line = await openLine(path, this.#place, {
        bytes: (chunk) => this.#take(chunk, this.#decoder.bytes(chunk, this.#ports.clock.nowMs())),
        error: (reason) => this.#ports.log.warn("serial.error", { scanner: this.#id, reason }),
        ended: (reason) => this.#lose(reason),
      });
    } catch (error) {
      return await this.#fail(serialTrouble(error), listed);
    }
    if (this.#stopped) return;
    this.#path = path;
    this.#wasReady = true;
    this.#waitMs = REOPEN_FIRST_MS;
    this.#note(READY);
    this.#watch({ line: this.#line, path: real, wasThere: isFile(real), missed: 0 });
    void this.#learnIds();
  }

  /** @param chunk none when a pause has made something whole */
  #take(chunk: Uint8Array, answer: SerialAnswer): void {
    this.#cancelQuiet();
    const { clock, log, deliver, heard } = this.#ports;
    const { read, atMs, waitMs, ssi } = answer;
    if (chunk.length > 0 || read.length > 0) {
      heard({ scanner: this.#id, kind: "serial", bytes: chunk, atMs, read });
    }
    if (ssi) this.#note({ state: "trouble", words: "ssi", note: "" });
    for (const one of read) {
      if (typeof one === "string") logNotAScan(log, this.#id, one);
      else if (!ssi) {
        this.#note(READY);
        deliver({ ...one, kind: "serial", receivedAtMs: atMs });
      }
    }
    if (waitMs === null || this.#line === null || this.#stopped) return;
    this.#cancelQuiet = clock.after(waitMs, () => this.#take(NO_BYTES, this.#decoder.quiet(clock.nowMs())));
  }

  #lose(reason: string): void {
    const line = this.#line;
    if (line === null || this.#stopped) return;
    this.#line = null;
    this.#rest();
    this.#ports.log.warn("serial.lost", { scanner: this.#id, reason });
    this.#note({ state: "absent", words: "unplugged", note: "" });
    // A handle that is still open keeps its name, and the scanner would come back under another.
    this.#busy = line.close().then(() => {
      this.#seat.leave();
      this.#reopenLater();
    });
  }

  /** Where nothing is at the path, the list says once what is elsewhere. */
  async #fail(trouble: SerialState, listed: readonly ListedPort[] | null): Promise<void> {
    this.#seat.leave();
    const isMissing = trouble.words === "port-missing";
    const state: SerialState = isMissing && this.#wasReady ? { ...trouble, words: "unplugged" } : trouble;
    if (listed !== null || state.words !== this.#state.words) {
      const found = isMissing ? (listed ?? (await this.#seats.system.list().catch(() => []))) : [];
      this.#note(withOthers(state, this.#seats.spare(found)));
    }
    this.#reopenLater();
  }

  #reopenLater(): void {
    if (this.#stopped) return;
    this.#cancelReopen = this.#ports.clock.after(this.#waitMs, () => {
      this.#busy = this.#open();
    });
    this.#waitMs = Math.min(this.#waitMs * 2, REOPEN_LAST_MS);
  }

  #watch(watched: Watched): void {
    if (this.#line !== watched.line || this.#stopped) return;
    const afterMs = isFile(watched.path) ? LOOK_AT_FILE_MS : LOOK_AT_LIST_MS;
    this.#cancelWatch = this.#ports.clock.after(afterMs, () => void this.#lookAgain(watched));
  }

  async #lookAgain(watched: Watched): Promise<void> {
    const isThere = await this.#seats.system.isThere(watched.path).catch(() => true);
    if (this.#line !== watched.line || this.#stopped) return;
    const missed = isThere ? 0 : watched.missed + 1;
    // One that no list has shown cannot be watched.
    if (watched.wasThere && missed >= MISSED_LOOKS) return this.#lose("its path is gone");
    this.#watch({ ...watched, wasThere: watched.wasThere || isThere, missed });
  }

  async #learnIds(): Promise<void> {
    const ids = await this.#seat.look();
    if (ids === null || this.#stopped || hasSameIds(ids, this.#ids)) return;
    this.#ids = ids;
    this.#seat.learn(ids);
    this.#ports.changed();
    this.#onIds(this.#place.path, ids);
  }

  /** Nothing more is expected of the port that was open. */
  #rest(): void {
    this.#cancelQuiet();
    this.#cancelWatch();
    this.#decoder.reset();
  }

  #note(state: SerialState): void {
    const before = this.#state;
    if (state.words === before.words && state.note === before.note) return;
    this.#state = state;
    const facts = { scanner: this.#id, words: state.words, note: state.note };
    if (state.state === "trouble") this.#ports.log.warn("serial.trouble", facts);
    else this.#ports.log.info(`serial.${state.state}`, facts);
    this.#ports.changed();
  }
}

/** As ports are everywhere but on Windows: one that could be opened was there. */
function isFile(path: string): boolean {
  return path.startsWith("/");
}
