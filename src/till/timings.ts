// How long the till waits for what. Defaults of the product document; a shop may change them.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const TIMINGS = {
  /** "Slow" is said on both screens. */
  slowAfterMs: 8 * SECOND,
  /** A scanned code: first look, then every so often. */
  scanFirstLookMs: 2 * SECOND,
  scanLookMs: 3 * SECOND,
  scanAskAfterMs: 45 * SECOND,
  scanEndAfterMs: 90 * SECOND,
  scanCancelNotBeforeMs: 15 * SECOND,
  /** A new sale of the same amount asks "Same customer?" while the other is open, or so long after it ended unpaid. */
  sameCustomerWithinMs: 10 * MINUTE,
  codeStaleAfterMs: 50 * SECOND,
  /** A QR: looks back off from the first to the second. */
  qrLookMs: 3 * SECOND,
  qrSlowestLookMs: 10 * SECOND,
  qrLifeMs: 10 * MINUTE,
  qrSendWithinMs: 20 * SECOND,
  qrCoveredAfterMs: 30 * SECOND,
  sendAgainMs: 1 * SECOND,
  /** While the answer to a send is still awaited: looks in the listing from then on. */
  lookUpAfterMs: 10 * SECOND,
  expireAgainMs: 5 * SECOND,
  /** Cannot be expired, only watched: looks slow down so long after the request, and again so long after the charge's end. */
  payableLookMs: 15 * SECOND,
  payableSlowAfterMs: 10 * MINUTE,
  payableSlowLookMs: 1 * MINUTE,
  payableSlowestAfterMs: 60 * MINUTE,
  payableSlowestLookMs: 5 * MINUTE,
  /** Looks for an attempt of unknown fate, counted from the send. */
  traceLooksMs: [2, 5, 10, 20, 40, 60, 90, 120, 150, 180].map((seconds) => seconds * SECOND),
  traceLaterMs: 1 * MINUTE,
  notFoundAfterMs: 120 * SECOND,
  notFoundLooks: 3,
  /** Late money: looks after an unpaid end. */
  watchLooksMs: [10 * SECOND, 1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE],
  watchPastExpiryMs: 60 * MINUTE,
  watchNotFoundMs: 24 * 60 * MINUTE,
  /** An approved refund that could not be sent lapses. */
  refundSendWithinMs: 24 * 60 * MINUTE,
  /** A refund that Omise has accepted: looks back off from the first to the second until it is closed. */
  refundLookMs: 30 * SECOND,
  refundSlowestLookMs: 15 * MINUTE,
  accountAgainMs: 5 * SECOND,
  accountRefreshMs: 15 * MINUTE,
} as const;

export type Timings = {
  readonly [Name in keyof typeof TIMINGS]: (typeof TIMINGS)[Name] extends number ? number : readonly number[];
};
