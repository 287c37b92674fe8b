// What may go back of a payment, asked of Omise when the sheet is opened and whenever somebody asks again.
import { useCallback, useEffect, useState } from "react";
import type { FailureCode } from "#contract/failure.ts";
import type { RefundTerms } from "#contract/refunds.ts";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";

export type Terms =
  | { readonly kind: "asking" }
  | { readonly kind: "read"; readonly terms: RefundTerms; /** By `performance.now()`. */ readonly atMs: number }
  | { readonly kind: "failed"; readonly code: FailureCode };

export function useTerms(attemptId: string): { readonly read: Terms; readonly askAgain: () => void } {
  const store = useStore();
  const [times, setTimes] = useState(0);
  const [read, setRead] = useState<Terms>({ kind: "asking" });
  useEffect(() => {
    let current = true;
    store.ask("refund/terms", { attemptId }).then(
      (terms) => current && setRead({ kind: "read", terms, atMs: performance.now() }),
      (error: unknown) => {
        const code = failureCodeOf(error);
        if (current) setRead({ kind: "failed", code });
      },
    );
    return () => {
      current = false;
    };
  }, [store, attemptId, times]);
  const askAgain = useCallback(() => {
    setRead({ kind: "asking" });
    setTimes((before) => before + 1);
  }, []);
  return { read, askAgain };
}
