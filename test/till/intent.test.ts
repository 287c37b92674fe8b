// What the ledger says will be done next about an attempt, in every state.
import { expect, test } from "vitest";
import { intentOf } from "#till/attempt/intent.ts";
import { attempt, states } from "./cases.ts";

test("every state names what is done next", () => {
  const all = { ...states, refused: { ...states.cancelling, refused: true } };
  const intents = Object.entries(all).map(([name, state]) => [name, intentOf({ attempt, state, step: 3 })]);
  expect(Object.fromEntries(intents)).toEqual({
    queued: "send",
    sending: "await the answer",
    unknown: "look for it in the listing",
    pending: "read until final",
    cancelling: "ask for expiry, then read",
    refused: "read until it ends by itself",
    successful: "none",
    failed: "watch for late money",
    expired: "watch for late money",
    cancelled: "watch for late money",
    "not-sent": "watch for late money",
    "not-found": "watch for late money",
    "paid-late": "none",
  });
});
