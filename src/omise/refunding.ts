// A charge, its flags and all of its refunds, read fresh. That a refund is absent may be concluded from `complete` alone.
import type { MoneyOutcome } from "#till/ports.ts";
import type { RefundFacts } from "#till/refund/events.ts";
import type { Api } from "./api.ts";
import { judgeRead } from "./outcome.ts";
import { readPages } from "./paging.ts";
import { readMoneyBack, readRefund, sumOf, type EmbeddedRefunds, type SeenMoney } from "./refund-wire.ts";
import { chargePath, type SeenCharge } from "./wire.ts";

type Seen = { readonly charge: SeenCharge; readonly money: SeenMoney };

/** @param see keeps what the room needs of a charge; null where the answer is none */
export async function readMoney(
  api: Api,
  chargeId: string,
  see: (json: unknown) => SeenCharge | null,
): Promise<MoneyOutcome> {
  const verdict = judgeRead(await api.get(chargePath(chargeId)), (json): Seen | null => {
    const [charge, money] = [see(json), readMoneyBack(json)];
    return charge !== null && money !== null ? { charge, money } : null;
  });
  if (verdict.kind !== "seen") return verdict;
  const { charge, money } = verdict.seen;
  const { refunds, isWhole } = money.isWhole ? money : await readRefunds(api, chargeId, money);
  const sum = sumOf(refunds);
  return {
    kind: "money",
    charge: charge.facts,
    flags: { ...money.flags, refundedMinor: money.refundedMinor ?? sum },
    refunds,
    // A charge that says more went back than its refunds add up to has one that is not listed yet.
    complete: isWhole && sum >= (money.refundedMinor ?? 0),
    bankMs: verdict.bankMs,
  };
}

// What came inside the charge counts beside what the pages bring.
async function readRefunds(api: Api, chargeId: string, seen: EmbeddedRefunds): Promise<EmbeddedRefunds> {
  const path = `${chargePath(chargeId)}/refunds`;
  const pages = await readPages<RefundFacts>(api, {
    path: (slice) => `${path}?${new URLSearchParams({ ...slice, order: "chronological" }).toString()}`,
    read: readRefund,
    idOf: (refund) => refund.omiseRefundId,
  });
  if (pages.kind !== "listed") return { ...seen, isWhole: false };
  const byId = new Map([...seen.refunds, ...pages.rows].map((refund) => [refund.omiseRefundId, refund]));
  return { refunds: [...byId.values()], isWhole: pages.complete };
}
