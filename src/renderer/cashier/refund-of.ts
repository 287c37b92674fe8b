// What a refund is asked for: of which payment, in which way, how much.
import type { Money } from "#contract/money.ts";
import type { RefundKind } from "#contract/refunds.ts";

/** One payment; of a sale that was paid twice there are two. */
export type RefundOf = { readonly saleId: string; readonly attemptId: string; readonly reference: string | null };

/** `refundId` is drawn with the choice: however often the approval is pressed, it is one refund. */
export type Chosen = { readonly refundId: string; readonly kind: RefundKind; readonly money: Money };
