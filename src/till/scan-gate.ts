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
  const handed = new Map<string, { readonly atMs: number; readonly left: () => boolean }>();
  return {
    objection(scan) {
      const kind = kindOfScan(scan.text);
      if (kind !== "wechat") return NOTICE_OF[kind];
      const nowMs = parts.clock.nowMs();
      if (nowMs - scan.receivedAtMs > parts.timings.codeStaleAfterMs) return "scan-stale";
      // A bank that turned it away at first may have been sent it as late as its freshness allowed.
      const { codeRepeatMs, codeStaleAfterMs } = parts.timings;
      for (const [print, entry] of handed)
        if (nowMs - entry.atMs > codeRepeatMs + codeStaleAfterMs) handed.delete(print);
      return handed.get(parts.fingerprint(scan.text))?.left() ? "scan-repeated" : null;
    },
    handOver(scan, left) {
      handed.set(parts.fingerprint(scan.text), { atMs: parts.clock.nowMs(), left });
    },
  };
}
