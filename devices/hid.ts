// HID POS scanners by node-hid: found by their usage, opened by path, read by one listener for the life of the handle,
// closed before they are looked for again. Missing libraries, permissions and scanners are notes in the list.
import type { ScannerView } from "#contract/views.ts";
import { createHidDecoder, type HidDecoder } from "./decode/hid.ts";
import { logNotAScan, reasonOf, type Driver, type DriverPorts } from "./driver.ts";
import { missingLibrary, nodeHid, type HidHandle, type HidLibrary } from "./hid-library.ts";
import { hidView, identityOf, nameOf, noScanner, openingNote, scannersOf, type ScannerDevice } from "./hid-notes.ts";

/** Listing asks the whole bus and can slow other devices: only while no scanner is open, and not more often. */
const RESCAN_MS = 2500;
/** While one of several scanners is gone and another one works. */
const RESCAN_FOR_SECOND_MS = 10_000;

type Opened = { readonly id: string; readonly name: string; readonly path: string; readonly handle: HidHandle };

export type HidOptions = {
  /** The real node-hid, or a strict stand-in for tests. */
  readonly library?: HidLibrary;
  /** See `ScannerSettings`. */
  readonly honeywellRedirect?: boolean;
};

export function openHidScanners(ports: DriverPorts, { library = nodeHid }: HidOptions = {}): Driver {
  return new HidScanners(ports, library);
}

class HidScanners implements Driver {
  readonly tried: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #library: HidLibrary;
  readonly #opened = new Map<string, Opened>();
  /** By identity: lost ones (`absent`) and those that would not open (`trouble`). */
  readonly #missing = new Map<string, ScannerView>();
  /** The one line while there is no scanner to speak of. */
  #general: ScannerView | null = hidView("hid", "HID POS", { state: "absent", note: "looking for scanners" });
  /** Everything that touches the library waits its turn here: no two lists overlap, and a close comes before the next list. */
  #turn: Promise<void> = Promise.resolve();
  #cancelRescan = (): void => {};
  #stopped = false;

  constructor(ports: DriverPorts, library: HidLibrary) {
    this.#ports = ports;
    this.#library = library;
    this.tried = this.#inTurn(async () => await this.#look());
  }

  list(): readonly ScannerView[] {
    const ready = [...this.#opened.values()].map(({ id, name }) => hidView(id, name, { state: "ready", note: "" }));
    return [...ready, ...this.#missing.values(), ...(this.#general === null ? [] : [this.#general])];
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelRescan();
    await this.#inTurn(async () => {
      await Promise.all([...this.#opened.values()].map(async (scanner) => await this.#closeHandle(scanner)));
      this.#opened.clear();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    try {
      const devices = await this.#library.devicesAsync();
      const scanners = scannersOf(devices);
      this.#forgetTroublesExcept(scanners);
      for (const device of scanners) await this.#open(device);
      this.#general = this.#opened.size + this.#missing.size > 0 ? null : noScanner(devices);
      this.#planRescan();
    } catch (error) {
      this.#noteListing(error);
    }
    this.#ports.changed();
  }

  /** A scanner that would not open and is gone now is no trouble any more. */
  #forgetTroublesExcept(scanners: readonly ScannerDevice[]): void {
    const present = new Set(scanners.map(identityOf));
    for (const [id, { state }] of this.#missing) if (state === "trouble" && !present.has(id)) this.#missing.delete(id);
  }

  #noteListing(error: unknown): void {
    const missing = missingLibrary(error);
    const note = missing ?? `looking for scanners failed: ${reasonOf(error)}`;
    if (this.#general?.note !== note) this.#ports.log.warn("hid.unavailable", { note });
    this.#general = hidView("hid", "HID POS", {
      state: "trouble",
      words: missing === null ? "not-opened" : "library-missing",
      note,
    });
    if (missing === null) this.#planRescan();
  }

  #planRescan(): void {
    this.#cancelRescan();
    if (this.#stopped || (this.#opened.size > 0 && this.#missing.size === 0)) return;
    const waitMs = this.#opened.size === 0 ? RESCAN_MS : RESCAN_FOR_SECOND_MS;
    this.#cancelRescan = this.#ports.clock.after(waitMs, () => void this.#inTurn(async () => await this.#look()));
  }

  async #open(device: ScannerDevice): Promise<void> {
    if (this.#stopped || this.#opened.has(device.path)) return;
    const id = this.#freeId(identityOf(device));
    const name = nameOf(device);
    try {
      const handle = await this.#library.open(device.path);
      if (this.#opened.size === 0) this.#missing.clear();
      this.#missing.delete(id);
      this.#listen({ id, name, path: device.path, handle });
      await nextTurn();
      this.#ports.log.info("hid.opened", { scanner: id, name });
    } catch (error) {
      const trouble = hidView(id, name, { state: "trouble", note: openingNote(device.path, error) });
      if (this.#missing.get(id)?.note !== trouble.note)
        this.#ports.log.warn("hid.not-opened", { scanner: id, note: trouble.note });
      this.#missing.set(id, trouble);
    }
  }

  /** Two of a kind without serial numbers share an identity. */
  #freeId(identity: string): string {
    const taken = new Set([...this.#opened.values()].map(({ id }) => id));
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? identity : `${identity}#${count}`;
      if (!taken.has(id)) return id;
    }
  }

  #listen(scanner: Opened): void {
    const decoder = createHidDecoder();
    this.#opened.set(scanner.path, scanner);
    scanner.handle.onError((error) => this.#lose(scanner, error));
    scanner.handle.onData((report) => this.#read(scanner, decoder, report));
  }

  #read(scanner: Opened, decoder: HidDecoder, report: Uint8Array): void {
    const atMs = this.#ports.clock.nowMs();
    const read = decoder.report(report, atMs);
    if (typeof read === "string") logNotAScan(this.#ports.log, scanner.id, read);
    else if (read !== null) this.#ports.deliver({ ...read, kind: "hid", receivedAtMs: atMs });
  }

  /** Closed before anything else: with the old handle open the scanner comes back under another path. */
  #lose(scanner: Opened, error: unknown): void {
    if (this.#stopped || this.#opened.get(scanner.path) !== scanner) return;
    this.#opened.delete(scanner.path);
    const { id, name } = scanner;
    this.#missing.set(id, hidView(id, name, { state: "absent", note: "unplugged or switched off" }));
    this.#ports.log.warn("hid.lost", { scanner: id, reason: reasonOf(error) });
    this.#ports.changed();
    void this.#inTurn(async () => {
      await this.#closeHandle(scanner);
      this.#planRescan();
    });
  }

  async #closeHandle(scanner: Opened): Promise<void> {
    try {
      await scanner.handle.close();
    } catch (error) {
      this.#ports.log.warn("hid.not-closed", { scanner: scanner.id, reason: reasonOf(error) });
    }
  }
}

/** node-hid starts to read in the tick after the listener is set; closed within that tick, it ends the process. */
async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
