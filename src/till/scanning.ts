// What becomes of a scan: a sale where one waits for a code, a question where only a person may decide, and in every other case
// a sentence for the cashier and one for the customer. No scan is swallowed, and none opens a second attempt.
import type { InputOf } from "#contract/commands.ts";
import type { Hint, NoticeWords } from "#contract/notices.ts";
import type { Scan } from "#contract/scan.ts";
import type { CashierView } from "#contract/views.ts";
import type { MethodId } from "#contract/words.ts";
import { isFinal, isPaid } from "./attempt/state.ts";
import type { Fitness } from "./methods.ts";
import { holdsCounter, refusal, type OnCounter, type Place } from "./place.ts";
import type { Clock, Fingerprint, Ids, Ledger, SaleRecord } from "./ports.ts";
import { MEANING, type Meaning } from "./recogniser/meaning.ts";
import { recognise } from "./recogniser/recognise.ts";
import { isNoticeOver } from "./said.ts";
import { createScanGate, type ReadCode, type ScanGate } from "./scan-gate.ts";
import type { SecretCode } from "./secret.ts";
import type { Timings } from "./timings.ts";

export type CodeOrder = {
  readonly attemptId: string;
  readonly method: "wechat_pay_upm";
  readonly code: SecretCode;
  readonly sendByMs: number;
};

type ScanningParts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fingerprint: Fingerprint;
  readonly timings: Timings;
  readonly place: Place;
  readonly noSale: () => CashierView["noSale"];
  readonly fitness: (sale: SaleRecord, method: MethodId) => Fitness;
  /** Commits the attempt and sends it. */
  readonly open: (sale: SaleRecord, order: CodeOrder) => void;
};

export type Scanning = {
  scanned(scan: Scan): void;
  /** The cashier lets the doubted code pass; said twice, it is once. @throws Refusal `too-late` where it is not kept any more */
  use(input: InputOf<"scan/use">): void;
  drop(input: InputOf<"scan/drop">): void;
  /** To be called every second: what has had its time is forgotten. */
  beat(): void;
};

type Room = ScanningParts & { readonly gate: ScanGate };

export function createScanning(parts: ScanningParts): Scanning {
  const room: Room = { ...parts, gate: createScanGate(parts) };
  const { place } = parts;
  let used = 0;
  return {
    scanned: (scan) => scanned(room, scan),
    use({ saleId, id }) {
      if (id === used) return;
      const on = place.expect(saleId);
      const said = place.said();
      if (!said?.doubt || said.id !== id || !on.choosing) throw refusal("too-late", "that code is not kept any more");
      used = id;
      place.hush();
      const objection = sell(room, on, said.doubt.read);
      if (objection) tell(room, on, objection);
    },
    drop({ saleId, id }) {
      const on = place.expect(saleId);
      if (place.said()?.id === id) tell(room, on, { notice: "scan-doubt-dropped", hint: "open-wechat" });
    },
    beat: () => beat(room),
  };
}

type Word = { readonly notice: NoticeWords; readonly hint: Hint | null };

function scanned(room: Room, scan: Scan): void {
  const { place, gate } = room;
  const on = place.now();
  // Whatever comes of this one, a code that was doubted before it is not used any more.
  place.hush();
  const read = gate.read(scan);
  const meaning = MEANING[recognise(scan)];
  if (!on?.choosing) return tell(room, on, outOfTurn(room, { on, read, meaning }));
  if (meaning.leadsTo === "words") return tell(room, on, meaning);
  if (meaning.leadsTo === "alipay-qr") return tell(room, on, byQr(room, on));
  const objection = meaning.leadsTo === "sale" ? sell(room, on, read) : objectionTo(room, on, read);
  if (objection) return tell(room, on, objection);
  if (meaning.leadsTo === "question")
    place.tell({ words: null, hint: "one-moment", doubt: { saleId: on.sale.saleId, read } });
}

/** No sale waits for a code: one runs, has ended, or was not begun. */
function outOfTurn(
  { gate, noSale }: Room,
  { on, read, meaning }: { readonly on: OnCounter | null; readonly read: ReadCode; readonly meaning: Meaning },
): Word {
  const usedBy = gate.usedBy(read);
  const record = on?.record ?? null;
  if (holdsCounter(on)) {
    if (usedBy !== null && usedBy === record?.attempt.attemptId) return { notice: "scan-same-while-busy", hint: null };
    return { notice: record?.state.name === "unknown" ? "scan-while-checking" : "scan-while-busy", hint: null };
  }
  if (meaning.leadsTo === "words") return { notice: meaning.notice, hint: null };
  // Who has just paid with it is asked for nothing.
  if (usedBy !== null) return { notice: "scan-repeated", hint: null };
  if (noSale() !== null) return { notice: "scan-no-sale", hint: null };
  const mayTryAgain = record !== null && isFinal(record.state) && !isPaid(record.state);
  return { notice: mayTryAgain ? "scan-after-end" : "scan-needs-amount", hint: "amount-first" };
}

/** An Alipay code: its wallet pays by the QR, where this sale can be paid so. */
function byQr({ fitness, noSale }: Room, { sale }: OnCounter): Word {
  const isTaken = noSale() === null && fitness(sale, "alipayplus_mpm").ok;
  if (isTaken) return { notice: "scan-alipay", hint: "alipay-qr" };
  return { notice: "scan-alipay-not-taken", hint: "open-wechat" };
}

/** Why this code may not be sent for this sale; null where it may. */
function objectionTo({ gate, noSale, fitness }: Room, { sale }: OnCounter, read: ReadCode): Word | null {
  if (noSale() !== null) return { notice: "scan-no-sale", hint: "ask-cashier" };
  const fit = fitness(sale, "wechat_pay_upm");
  if (!fit.ok) {
    const isRange = fit.reason === "too-small" || fit.reason === "too-large";
    return { notice: isRange ? "scan-out-of-range" : "scan-not-enabled", hint: null };
  }
  const notice = gate.objection(read);
  return notice && { notice, hint: "new-code" };
}

/** The one way from a scan to the network. @returns what is said where it may not go */
function sell(room: Room, on: OnCounter, read: ReadCode): Word | null {
  const objection = objectionTo(room, on, read);
  if (objection) return objection;
  const attemptId = room.ids.uuid();
  const sendByMs = read.receivedAtMs + room.timings.codeStaleAfterMs;
  room.open(on.sale, { attemptId, method: "wechat_pay_upm", code: read.code, sendByMs });
  room.gate.handOver(read, attemptId);
  return null;
}

/** Hints that ask for a WeChat Pay code, which is no good where the sale cannot be paid by one. */
const ASKS_FOR_CODE: ReadonlySet<Hint> = new Set(["open-wechat", "pay-not-receive", "show-again", "new-code"]);

function tell({ place, fitness }: Room, on: OnCounter | null, { notice, hint }: Word): void {
  const isVain = hint !== null && ASKS_FOR_CODE.has(hint) && !(on && fitness(on.sale, "wechat_pay_upm").ok);
  place.tell({ words: notice, hint: isVain ? null : hint, doubt: null });
}

function beat(room: Room): void {
  const { place, gate, clock } = room;
  const said = place.said();
  if (!said) return;
  if (!said.doubt) return isNoticeOver(said, clock.nowMs()) ? place.hush() : undefined;
  const on = place.now();
  // Its sale was paid otherwise, or the code has had its time.
  if (!on?.choosing) place.hush();
  else if (gate.leftMs(said.doubt.read) === 0) tell(room, on, { notice: "scan-stale", hint: "new-code" });
}
