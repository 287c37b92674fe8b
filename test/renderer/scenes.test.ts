// The scenes leave nothing out: every sentence, face, state and method that the contract knows is drawn somewhere.
import { describe, expect, test } from "vitest";
import { LINK_PLACES, QUEUE_DOINGS } from "#contract/queue-view.ts";
import { REFUND_STATES, type RefundTerms } from "#contract/refunds.ts";
import { SCANNER_MAKERS, SCANNER_WORDS } from "#contract/scanners.ts";
import { customerFaceSchema, SENTENCES } from "#contract/views.ts";
import { HINTS, NOTICES } from "#contract/notices.ts";
import { METHOD_IDS, saleStateSchema } from "#contract/words.ts";
import { SCENES, snapshotsOf } from "#test/scenes/scenes.ts";

describe("the scenes", () => {
  const counters = SCENES.flatMap(({ cashier }) => (cashier.counter === null ? [] : [cashier.counter]));

  test("have names of their own and pass the schemas of the views", () => {
    expect(new Set(SCENES.map(({ name }) => name)).size).toBe(SCENES.length);
    for (const scene of SCENES) expect(snapshotsOf(scene, "th", null).size).toBe(4);
  });

  test("hold every sentence, state and method", () => {
    const drawn = new Set(counters.map(({ sentence }) => sentence));
    expect(SENTENCES.filter((sentence) => !drawn.has(sentence))).toEqual([]);
    const states = new Set(counters.map(({ state }) => state));
    expect(saleStateSchema.options.filter((state) => !states.has(state))).toEqual([]);
    const methods = new Set(counters.map(({ method }) => method));
    expect(METHOD_IDS.filter((method) => !methods.has(method))).toEqual([]);
  });

  test("hold every alarm, refund, objection, link, doing and reason for no sale", () => {
    const views = SCENES.map(({ cashier }) => cashier);
    const missing = (all: readonly string[], drawn: readonly (string | null)[]): string[] =>
      all.filter((one) => !drawn.includes(one));
    const refunds = counters.flatMap((counter) => counter.refunds);
    const answered = SCENES.flatMap(({ answers }) => [answers["refund/terms"] as RefundTerms | undefined]);
    expect([
      ...missing(
        ["paid-twice", "refund-mismatch", "refund-late"],
        views.flatMap(({ alarms }) => alarms).map(({ words }) => words),
      ),
      ...missing(
        REFUND_STATES,
        refunds.map(({ state }) => state),
      ),
      ...missing(
        ["no-answer", "open-refund", "fully-refunded"],
        answered.map((terms) => terms?.objection ?? null),
      ),
      ...missing(
        ["yes", "uncertain", "no"],
        answered.map((terms) => terms?.mayVoid ?? null),
      ),
      ...missing(
        LINK_PLACES,
        views.map(({ link }) => link.where),
      ),
      ...missing(
        QUEUE_DOINGS,
        views.flatMap(({ queue }) => queue).map(({ doing }) => doing),
      ),
      ...missing(
        ["api-unreachable", "ledger-restored"],
        views.map(({ noSale }) => noSale),
      ),
    ]).toEqual([]);
  });

  test("hold every word about a scan, for both sides of the counter, and the doubt", () => {
    const views = SCENES.map(({ cashier }) => cashier);
    const notices = new Set(views.map(({ notice }) => notice?.words));
    expect(NOTICES.filter((words) => !notices.has(words))).toEqual([]);
    // Each hint in a picture of the customer's page.
    const hints = new Set(SCENES.filter(({ customer }) => customer).map(({ cashier }) => cashier.customer.hint));
    expect(HINTS.filter((hint) => !hints.has(hint))).toEqual([]);
    expect(views.some(({ doubt }) => doubt !== null)).toBe(true);
  });

  test("hold every word about a scanner, and every maker", () => {
    const drawn = SCENES.flatMap(({ setUp }) => setUp.scanners ?? []);
    const words = new Set(drawn.map((scanner) => scanner.words));
    expect(SCANNER_WORDS.filter((one) => !words.has(one))).toEqual([]);
    const makers = new Set(drawn.map(({ maker }) => maker));
    expect(SCANNER_MAKERS.filter((maker) => !makers.has(maker))).toEqual([]);
  });

  test("hold every face of the customer's screen", () => {
    const drawn = new Set<string>(SCENES.map(({ cashier }) => cashier.customer.face.kind));
    const kinds = customerFaceSchema.options.map(({ shape }) => shape.kind.value);
    expect(kinds.filter((kind) => !drawn.has(kind))).toEqual([]);
  });
});
