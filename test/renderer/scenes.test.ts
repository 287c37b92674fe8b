// The scenes leave nothing out: every sentence, face, state and method that the contract knows is drawn somewhere.
import { describe, expect, test } from "vitest";
import { customerFaceSchema, SENTENCES } from "#contract/views.ts";
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

  test("hold every face of the customer's screen", () => {
    const drawn = new Set<string>(SCENES.map(({ cashier }) => cashier.customer.face.kind));
    const kinds = customerFaceSchema.options.map(({ shape }) => shape.kind.value);
    expect(kinds.filter((kind) => !drawn.has(kind))).toEqual([]);
  });
});
