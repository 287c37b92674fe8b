// One open HID POS scanner: its one data listener and its error listener, from the first report to the loss. Half a scan dies
// with the handle, and what a lost handle still had is no scan.
import type { ScannerView } from "#contract/scanners.ts";
import { createHidDecoder } from "./decode/hid.ts";
import { logNotAScan, reasonOf, type DriverPorts } from "./driver.ts";
import type { HidHandle } from "./hid-library.ts";
import { hidView, lostView } from "./hid-notes.ts";

/** A handle that fails sooner, before its first report, was never readable. */
const AT_ONCE_MS = 1000;

type Opening = {
  readonly handle: HidHandle;
  readonly view: ScannerView;
  /** The last handle of this scanner failed at once: it works when it has reported, or has stayed open. */
  readonly isDoubted: boolean;
  readonly ports: DriverPorts;
  readonly works: () => void;
  /** Once at most, and not after `mute`. */
  readonly lost: (view: ScannerView, reason: string) => void;
};

export class OpenedHid {
  readonly #opening: Opening;
  readonly #decoder = createHidDecoder();
  readonly #openedAtMs: number;
  #view: ScannerView;
  #isMuted = false;
  #hasReported = false;
  #stopDoubting = (): void => {};

  /** Sets both listeners: the handle must not be closed in this tick. */
  constructor(opening: Opening) {
    const { handle, view, isDoubted, ports } = opening;
    this.#opening = opening;
    this.#view = view;
    this.#openedAtMs = ports.clock.nowMs();
    if (isDoubted) this.#stopDoubting = ports.clock.after(AT_ONCE_MS, () => this.#isProved());
    handle.onError((error) => this.#fail(error));
    handle.onData((report) => this.#read(report));
  }

  /** How it stands in the list. */
  get view(): ScannerView {
    return this.#view;
  }

  /** What was found out about it otherwise; its reports tell more. */
  expect(view: ScannerView): void {
    if (!this.#hasReported) this.#view = view;
  }

  /** From now on nothing is read and no loss is told. */
  mute(): void {
    this.#isMuted = true;
    this.#stopDoubting();
    this.#decoder.clear();
  }

  /** Never rejects. */
  async close(): Promise<void> {
    this.mute();
    const { handle, ports } = this.#opening;
    try {
      await handle.close();
    } catch (error) {
      ports.log.warn("hid.not-closed", { scanner: this.#view.id, reason: reasonOf(error) });
    }
  }

  #isProved(): void {
    this.#stopDoubting();
    this.#view = hidView(this.#view.id, this.#view.name, { state: "ready" });
    this.#opening.works();
  }

  #fail(error: unknown): void {
    if (this.#isMuted) return;
    this.mute();
    const { ports, lost } = this.#opening;
    const atOnce = !this.#hasReported && ports.clock.nowMs() - this.#openedAtMs < AT_ONCE_MS;
    lost(lostView(this.#view.id, this.#view.name, { error, atOnce }), reasonOf(error));
  }

  #read(report: Uint8Array): void {
    if (this.#isMuted) return;
    const { log, clock, heard, deliver } = this.#opening.ports;
    const { id } = this.#view;
    const atMs = clock.nowMs();
    if (!this.#hasReported) this.#isProved();
    this.#hasReported = true;
    const read = this.#decoder.report(report, atMs);
    heard({ scanner: id, kind: "hid", bytes: report, atMs, read: read === null ? [] : [read] });
    if (typeof read === "string") logNotAScan(log, id, read);
    else if (read !== null) deliver({ ...read, kind: "hid", receivedAtMs: atMs });
  }
}
