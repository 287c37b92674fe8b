// Serial bytes -> scans: a code ends with its suffix or, where a scanner sends none, with a pause. How the bytes were cut into
// chunks on their way makes no difference, and what stops short of its suffix is half a code and no scan.
import type { SerialPlace } from "#contract/scanners.ts";
import { readSsi, SSI_HEADER_BYTES } from "./serial-ssi.ts";
import { characterOfByte, readText, type NotAScan, type ScannedText } from "./text.ts";

export type SerialAnswer = {
  /** What became whole, oldest first; lone suffixes are left out. */
  readonly read: readonly (ScannedText | Exclude<NotAScan, "empty">)[];
  /** One of them was a packet of Zebra's SSI, which stands there as `unknown-report`. */
  readonly ssi: boolean;
  /** Call `quiet` after so long, unless bytes come first; null when nothing is held back. */
  readonly waitMs: number | null;
  /** When the last byte arrived. */
  readonly atMs: number;
};

export type SerialDecoder = {
  bytes(chunk: Uint8Array, atMs: number): SerialAnswer;
  quiet(nowMs: number): SerialAnswer;
  /** The line is gone: half a code is forgotten, and what is known of the suffix stays. */
  reset(): void;
};

/** Longer lines are dropped whole as `too-long`. */
const MOST_BYTES = 4096;
/** A scanner that has once sent a suffix will send it again: a pause of it is a stall on the way, not an end. */
const QUIET_WITH_SUFFIX_MS = 1000;
/** What comes so soon after half a code was given up is its other half: the end of a code can look like one. */
const REST_WITHIN_MS = 500;
/** A timer so much too late means that this process stood still and bytes may wait to be read. */
const LATE_MS = 20;
/** After so many codes without the usual suffix the scanner has been set to send none. */
const SUFFIX_GONE_AFTER = 2;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

/** @param options quietMs: the pause that ends a code without a suffix, not under 30, since USB adapters hold bytes back;
 *  suffix: what ends a code; with `auto` CR, LF or Tab, and a pause until one of them has been seen */
export function createSerialDecoder(options: Pick<SerialPlace, "quietMs" | "suffix">): SerialDecoder {
  return new LineReader(options.suffix, options.quietMs);
}

class LineReader implements SerialDecoder {
  readonly #suffix: SerialPlace["suffix"];
  readonly #quietMs: number;
  #line = "";
  /** The last bytes of the line, or all of what may be a packet. */
  #packet: number[] = [];
  #lastAtMs = -Infinity;
  /** When half a code was given up. */
  #halfAtMs = -Infinity;
  #isRest = false;
  #hasSuffix: boolean;
  #withoutSuffix = 0;
  #askedAgain = false;
  #read: (ScannedText | NotAScan)[] = [];
  #ssi = false;

  constructor(suffix: SerialPlace["suffix"], quietMs: number) {
    this.#suffix = suffix;
    this.#quietMs = quietMs;
    this.#hasSuffix = suffix !== "auto" && suffix !== "none";
  }

  bytes(chunk: Uint8Array, atMs: number): SerialAnswer {
    if (this.#line === "") this.#isRest = atMs - this.#halfAtMs <= REST_WITHIN_MS;
    this.#lastAtMs = atMs;
    for (const byte of chunk) this.#byte(byte);
    this.#askedAgain = false;
    return this.#answer(this.#pauseMs());
  }

  quiet(nowMs: number): SerialAnswer {
    const overMs = nowMs - this.#lastAtMs - this.#pauseMs();
    if (overMs < 0) return this.#answer(Math.ceil(-overMs));
    if (overMs > LATE_MS && !this.#askedAgain) {
      this.#askedAgain = true;
      return this.#answer(1);
    }
    while (this.#packet.length >= SSI_HEADER_BYTES) this.#noPacket();
    this.#endByPause(nowMs);
    return this.#answer(0);
  }

  reset(): void {
    this.#line = "";
    this.#packet = [];
    this.#halfAtMs = -Infinity;
  }

  /** Bytes that may belong to a packet are kept out of the line until that is known: a code must not come out of one. */
  #byte(byte: number): void {
    this.#packet.push(byte);
    if (this.#packet.length <= SSI_HEADER_BYTES) this.#character(byte);
    const verdict = readSsi(this.#packet);
    if (verdict === "whole") {
      this.#packet = [];
      this.#line = "";
      this.#ssi = true;
      this.#read.push("unknown-report");
    }
    if (verdict !== "no") return;
    if (this.#packet.length > SSI_HEADER_BYTES) this.#noPacket();
    else if (this.#packet.length === SSI_HEADER_BYTES) this.#packet.shift();
  }

  /** It looked like a packet and was none: what was kept is read as it would have been. */
  #noPacket(): void {
    const kept = this.#packet.slice(SSI_HEADER_BYTES);
    this.#packet = [];
    for (const byte of kept) this.#byte(byte);
  }

  #character(byte: number): void {
    if (this.#ends(byte)) {
      if (this.#line === "") this.#halfAtMs = -Infinity;
      else this.#endBySuffix();
    } else if (this.#line !== "" || !isControl(byte)) {
      if (this.#line.length < MOST_BYTES) this.#line += characterOfByte(byte);
    }
  }

  #ends(byte: number): boolean {
    switch (this.#suffix) {
      case "auto":
        return isControl(byte);
      case "cr":
        return byte === CR;
      case "lf":
        return byte === LF;
      case "crlf":
        return byte === LF && this.#line.endsWith("\r");
      case "tab":
        return byte === TAB;
      case "none":
        return false;
    }
  }

  #endBySuffix(): void {
    this.#hasSuffix = true;
    this.#withoutSuffix = 0;
    this.#endLine(this.#isRest ? "cut-short" : readText(this.#line));
    this.#halfAtMs = -Infinity;
    this.#isRest = false;
  }

  #endByPause(nowMs: number): void {
    this.#packet = [];
    if (this.#line === "") return;
    if (!this.#hasSuffix) return this.#endLine(readText(this.#line));
    if (couldBeHalf(this.#line)) this.#halfAtMs = nowMs;
    this.#withoutSuffix += 1;
    if (this.#suffix === "auto" && this.#withoutSuffix >= SUFFIX_GONE_AFTER) this.#hasSuffix = false;
    this.#endLine("cut-short");
  }

  #endLine(read: ScannedText | NotAScan): void {
    this.#read.push(read);
    this.#line = "";
  }

  #pauseMs(): number {
    return this.#hasSuffix ? Math.max(QUIET_WITH_SUFFIX_MS, this.#quietMs) : this.#quietMs;
  }

  #answer(waitMs: number): SerialAnswer {
    const read = this.#read.filter((one) => one !== "empty");
    const answer = { read, ssi: this.#ssi, waitMs: this.#line === "" ? null : waitMs, atMs: this.#lastAtMs };
    this.#read = [];
    this.#ssi = false;
    return answer;
  }
}

/** Noise between codes is no half of one. */
function couldBeHalf(line: string): boolean {
  return /^[ -~]+$/.test(line);
}

function isControl(byte: number): boolean {
  return byte === TAB || byte === LF || byte === CR;
}
