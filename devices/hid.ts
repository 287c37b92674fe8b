// HID POS scanners by node-hid: found by their usage, opened by path, read by one listener for the life of the handle,
// closed before they are looked for again. Missing libraries, permissions and scanners are words in the list.
import type { ScannerView } from "#contract/scanners.ts";
import type { Driver, DriverPorts } from "./driver.ts";
import { isLibraryMissing, nodeHid, type HidDevice, type HidHandle, type HidLibrary } from "./hid-library.ts";
import {
  generalView,
  hidView,
  identityOf,
  inAnotherMode,
  isKeyboardToo,
  makerOf,
  nameOf,
  openingWords,
  scannersOf,
  type ScannerDevice,
} from "./hid-notes.ts";
import { createMissing } from "./hid-missing.ts";
import { OpenedHid } from "./hid-opened.ts";
import { redirected, typing } from "./hid-redirect.ts";

/** Listing asks the whole bus and can slow other devices: only while no scanner is open, and not more often. */
const RESCAN_MS = 2500;
/** While one of several scanners is gone and another one works. */
const RESCAN_FOR_SECOND_MS = 10_000;

export type HidOptions = {
  /** The real node-hid, or a strict stand-in for tests. */
  readonly library?: HidLibrary;
  /** See `ScannerSettings`. */
  readonly honeywellRedirect?: boolean;
};

export function openHidScanners(ports: DriverPorts, options: HidOptions = {}): Driver {
  return new HidScanners(ports, options);
}

class HidScanners implements Driver {
  readonly tried: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #library: HidLibrary;
  readonly #honeywellRedirect: boolean;
  /** By path. */
  readonly #opened = new Map<string, OpenedHid>();
  readonly #missing = createMissing();
  /** What the last look found beside scanners: units in another mode, or why there is nothing. */
  #others: readonly ScannerView[] = [generalView({ state: "absent", words: "looking" })];
  /** Everything that touches the library waits its turn here: no two lists overlap, and a close comes before the next list. */
  #turn: Promise<void> = Promise.resolve();
  #cancelRescan = (): void => {};
  #stopped = false;
  #told = "";

  constructor(ports: DriverPorts, { library = nodeHid, honeywellRedirect = false }: HidOptions) {
    this.#ports = ports;
    this.#library = library;
    this.#honeywellRedirect = honeywellRedirect;
    this.tried = this.#inTurn(async () => await this.#look());
  }

  list(): readonly ScannerView[] {
    const opened = [...this.#opened.values()].map((scanner) => scanner.view).filter(({ id }) => !this.#missing.has(id));
    return [...opened, ...this.#missing.list(), ...this.#others];
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelRescan();
    for (const scanner of this.#opened.values()) scanner.mute();
    await this.#inTurn(async () => {
      await Promise.all([...this.#opened.values()].map(async (scanner) => await scanner.close()));
      this.#opened.clear();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }

  #tell(): void {
    const now = JSON.stringify(this.list());
    if (now === this.#told) return;
    this.#told = now;
    this.#ports.changed();
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    try {
      const devices = await this.#library.devicesAsync();
      const scanners = scannersOf(devices);
      this.#missing.seen(scanners.map(identityOf), { nowMs: this.#ports.clock.nowMs(), works: this.#opened.size > 0 });
      for (const device of scanners) await this.#open(device, devices);
      const others = inAnotherMode(devices);
      const none = this.#opened.size + this.#missing.list().length + others.length === 0;
      this.#others = none ? [generalView({ state: "absent", words: "none" })] : others;
      this.#planRescan();
    } catch (error) {
      this.#noteListing(error);
    }
    this.#tell();
  }

  #noteListing(error: unknown): void {
    const isMissing = isLibraryMissing(error);
    const view = generalView({ state: "trouble", words: isMissing ? "library-missing" : "not-opened", error });
    if (this.#others[0]?.note !== view.note) this.#ports.log.warn("hid.unavailable", { reason: view.note });
    this.#others = [view];
    if (!isMissing) this.#planRescan();
  }

  #planRescan(): void {
    this.#cancelRescan();
    if (this.#stopped || (this.#opened.size > 0 && this.#missing.list().length === 0)) return;
    const waitMs = this.#opened.size === 0 ? RESCAN_MS : RESCAN_FOR_SECOND_MS;
    this.#cancelRescan = this.#ports.clock.after(waitMs, () => void this.#inTurn(async () => await this.#look()));
  }

  async #open(device: ScannerDevice, devices: readonly HidDevice[]): Promise<void> {
    if (this.#stopped || this.#opened.has(device.path)) return;
    const id = this.#freeId(identityOf(device));
    const name = nameOf(device);
    try {
      const handle = await this.#library.open(device.path);
      const view = hidView(id, name, { state: "ready" });
      const scanner = this.#listen(device.path, handle, view);
      await nextTurn();
      this.#ports.log.info("hid.opened", { scanner: id, name });
      if (!isKeyboardToo(device, devices)) return;
      const asked = { view, handle, maker: makerOf(device), log: this.#ports.log };
      scanner.expect(this.#honeywellRedirect ? await redirected(asked) : typing(asked));
    } catch (error) {
      const trouble = hidView(id, name, { state: "trouble", words: openingWords(error), error });
      if (this.#missing.get(id)?.note !== trouble.note)
        this.#ports.log.warn("hid.not-opened", { scanner: id, reason: trouble.note });
      this.#missing.add(trouble, this.#ports.clock.nowMs());
    }
  }

  /** Two of a kind without serial numbers share an identity. */
  #freeId(identity: string): string {
    const taken = new Set([...this.#opened.values()].map((scanner) => scanner.view.id));
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? identity : `${identity}#${count}`;
      if (!taken.has(id)) return id;
    }
  }

  #listen(path: string, handle: HidHandle, view: ScannerView): OpenedHid {
    const isDoubted = this.#missing.get(view.id)?.words === "reads-nothing";
    if (!isDoubted) this.#missing.delete(view.id);
    const scanner = new OpenedHid({
      handle,
      view,
      isDoubted,
      ports: this.#ports,
      works: () => {
        this.#missing.delete(view.id);
        this.#tell();
      },
      lost: (lost, reason) => {
        this.#opened.delete(path);
        this.#lose(scanner, lost, reason);
      },
    });
    this.#opened.set(path, scanner);
    return scanner;
  }

  /** Closed before anything else: with the old handle open the scanner comes back under another path. */
  #lose(scanner: OpenedHid, lost: ScannerView, reason: string): void {
    if (this.#missing.get(lost.id)?.words !== lost.words)
      this.#ports.log.warn("hid.lost", { scanner: lost.id, reason });
    this.#missing.add(lost, this.#ports.clock.nowMs());
    this.#tell();
    void this.#inTurn(async () => {
      await scanner.close();
      this.#planRescan();
    });
  }
}

/** node-hid starts to read in the tick after the listener is set; closed within that tick, it ends the process. */
async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
