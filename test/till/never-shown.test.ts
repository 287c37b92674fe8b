// What gives way without a manager: a QR whose charge was never heard of, and nothing else.
import { expect, test } from "vitest";
import { isNeverShown } from "#till/attempt/never-shown.ts";
import { attempt, scanned, states } from "./cases.ts";

test("only a QR of unknown fate was certainly on no screen", () => {
  const shown = (of: typeof attempt) =>
    Object.values(states).filter((state) => isNeverShown({ attempt: of, state, step: 3 }));
  expect(shown(attempt)).toEqual([states.unknown]);
  expect(shown(scanned)).toEqual([]);
});
