// The judge of what left the till can say no: each promise broken once, by hand.
import { expect, test } from "vitest";
import type { Exchange } from "./carry.ts";
import { createNotes } from "./notes.ts";
import { judgeExchanges } from "./posts.ts";

const first: Exchange = { route: "charge", life: 1, atMs: 0, subject: "a", code: "13", status: null };

function judged(...exchanges: readonly Partial<Exchange>[]): readonly string[] {
  const notes = createNotes();
  judgeExchanges(
    exchanges.map((each) => ({ ...first, ...each })),
    notes,
  );
  return notes.wrong;
}

const AGAIN = "charge a was sent again after a POST that may have been heard";
const BY_ITSELF = "charge a was sent by itself after a restart";
const CODE = "a scanned code was handed to the network twice within a minute";

test.each<[string, readonly Partial<Exchange>[], readonly string[]]>([
  ["one POST", [{}], []],
  ["a second POST after no answer", [{}, {}], [AGAIN]],
  ["a second POST after an answer", [{ status: 200 }, {}], [AGAIN]],
  ["a second POST after a 429", [{ status: 429 }, {}], []],
  [
    "a refund sent again after a restart, turned away before",
    [
      { route: "refund", status: 429 },
      { route: "refund", life: 2 },
    ],
    [],
  ],
  ["a charge sent again after a restart, turned away before", [{ status: 429 }, { life: 2 }], [BY_ITSELF]],
  ["a code for two attempts", [{}, { subject: "b", atMs: 59_999 }], [CODE]],
  ["a code for two attempts, turned away before", [{ status: 429 }, { subject: "b" }], []],
  ["a code again after a minute", [{}, { subject: "b", atMs: 60_000 }], []],
])("%s", (_name, exchanges, wrong) => {
  expect(judged(...exchanges)).toEqual(wrong);
});
