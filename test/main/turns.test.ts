// One after another, none lost, and a short bench.
import { expect, test } from "vitest";
import { createTurns } from "#main/turns.ts";

/** Work that ends when it is told to. */
function job(name: string, began: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const work = (): Promise<string> => {
    began.push(name);
    return promise;
  };
  return { work, end: () => resolve(name), fail: () => reject(new Error(`${name} failed`)) };
}

test("the next begins when the one before has ended, well or badly", async () => {
  const began: string[] = [];
  const takeTurn = createTurns(4);
  const jobs = ["first", "second", "third"].map((name) => job(name, began));
  const turns = jobs.map(({ work }) => takeTurn(work));
  await expect.poll(() => began).toEqual(["first"]);
  jobs[2]?.end();
  jobs[0]?.fail();
  await expect(turns[0]).rejects.toThrow("first failed");
  await expect.poll(() => began).toEqual(["first", "second"]);
  jobs[1]?.end();
  expect([await turns[1], await turns[2]]).toEqual(["second", "third"]);
  expect(began).toEqual(["first", "second", "third"]);
});

test("who comes when the bench is full is sent away; an ended one makes room", async () => {
  const began: string[] = [];
  const takeTurn = createTurns(1);
  const [one, two, three] = [job("one", began), job("two", began), job("three", began)];
  const turn = takeTurn(one.work);
  const waiting = takeTurn(two.work);
  expect(takeTurn(three.work)).toBe(null);
  one.end();
  await turn;
  const late = takeTurn(three.work);
  two.end();
  three.end();
  expect([await waiting, await late, began]).toEqual(["two", "three", ["one", "two", "three"]]);
});
