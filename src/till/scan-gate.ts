// Whether a scan may become a sale: the right wallet, fresh enough, and not already handed to the network.
import type { Scan } from "#contract/scan.ts";
import type { CashierView } from "#contract/views.ts";
import type { Clock, Fingerprint } from "./ports.ts";
import { kindOfScan, type ScanKind } from "./scan.ts";
import type { Timings } from "./timings.ts";

export type NoticeWords = NonNullable<CashierView["notice"]>["words"];

const NOTICE_OF: Readonly<Record<Exclude<ScanKind, "wechat">, NoticeWords>> = {
  alipay: "scan-alipay",
  unionpay: "scan-unionpay",
  product: "scan-product",
  poster: "scan-poster",
  link: "scan-link",
  "not-a-code": "scan-not-a-code",
};

/** Some weeks of a busy shop; each is a fingerprint and a question. */
const MOST_REMEMBERED = 10_000;

export type ScanGate = {
  /** null: a WeChat Pay code that may be sent now. Otherwise what the cashier is told. */
  objection(scan: Scan): NoticeWords | null;
  /** The code is on its way to the network. `left` says later whether it really went. */
  handOver(scan: Scan, left: () => boolean): void;
};

export function createScanGate(parts: {
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
  readonly timings: Timings;
}): ScanGate {
  const handed = new Map<string, () => boolean>();
  return {
    objection(scan) {
      const kind = kindOfScan(scan.text);
      if (kind !== "wechat") return NOTICE_OF[kind];
      const nowMs = parts.clock.nowMs();
      if (nowMs - scan.receivedAtMs > parts.timings.codeStaleAfterMs) return "scan-stale";
      // A code serves one attempt: it lives a minute at its wallet, so one that comes back later was kept, not shown again.
      return handed.get(parts.fingerprint(scan.text))?.() ? "scan-repeated" : null;
    },
    handOver(scan, left) {
      handed.set(parts.fingerprint(scan.text), left);
      const [oldest] = handed.keys();
      if (handed.size > MOST_REMEMBERED && oldest !== undefined) handed.delete(oldest);
    },
  };
}
