// What the staff list grants a guesser, a crowd and a clock that was set back, with real hashes and a real file.
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { PinCost } from "#main/pins.ts";
import {
  fileText,
  CASHIER_PIN,
  cashier,
  MINUTE,
  miss,
  MANAGER_PIN,
  manager,
  open,
  openWithTwo,
  scene,
  stageEachTest,
} from "./staff-stage.ts";

/** One hash of it is long enough for something else to happen meanwhile. */
const SLOW: PinCost = { n: 16_384, r: 8, p: 3 };

stageEachTest();

describe("a guesser", () => {
  test("is told the tries that are left, then waits 30 s, then twice as long each time, up to 15 minutes", async () => {
    const staff = await openWithTwo();
    expect(await miss(staff, 12, 12)).toEqual([
      { kind: "wrong", triesLeft: 4 },
      { kind: "wrong", triesLeft: 3 },
      { kind: "wrong", triesLeft: 2 },
      { kind: "wrong", triesLeft: 1 },
      ...[0.5, 1, 2, 4, 8, 15, 15, 15].map((minutes) => ({ kind: "locked", forMs: minutes * MINUTE })),
    ]);
    expect((await staff.check(12, CASHIER_PIN)).kind).toBe("right");
  });

  test("who is locked out is not heard, not even with the right PIN; others are", async () => {
    const staff = await openWithTwo();
    await miss(staff, 12, 4);
    expect(await staff.check(12, "000000")).toEqual({ kind: "locked", forMs: 30_000 });
    scene.ms += 29_999;
    expect(await staff.check(12, CASHIER_PIN)).toEqual({ kind: "locked", forMs: 1 });
    expect((await staff.check(7, MANAGER_PIN)).kind).toBe("right");
    scene.ms += 1;
    expect(await staff.check(12, CASHIER_PIN)).toEqual({ kind: "right", member: cashier });
    expect(await staff.check(12, "000000")).toEqual({ kind: "wrong", triesLeft: 4 });
  });

  test("gains nothing by a restart: the count and the lock are on the disk before the answer", async () => {
    const staff = await openWithTwo();
    await miss(staff, 12, 3);
    expect(await open().check(12, "000000")).toEqual({ kind: "wrong", triesLeft: 1 });
    expect(await open().check(12, "000000")).toEqual({ kind: "locked", forMs: 30_000 });
    expect(await open().check(12, CASHIER_PIN)).toEqual({ kind: "locked", forMs: 30_000 });
  });

  test("whose plug is pulled while a PIN is checked has used up a try", async () => {
    const staff = await openWithTwo();
    const underWay = staff.check(12, "000000");
    await expect.poll(() => fileText()).toContain('"count": 1');
    expect(await open().check(12, "000000")).toEqual({ kind: "wrong", triesLeft: 3 });
    await underWay;
  });

  test("gains nothing by asking many times at once", async () => {
    const staff = await openWithTwo();
    await miss(staff, 12, 4);
    const verdicts = await Promise.all(["000001", "000002", CASHIER_PIN].map((pin) => staff.check(12, pin)));
    expect(verdicts).toEqual(Array(3).fill({ kind: "locked", forMs: 30_000 }));
  });

  test("cannot tell a number that nobody has from a wrong PIN, by answers or by the work that they take", async () => {
    const staff = await openWithTwo();
    expect(await miss(staff, 500, 7)).toEqual(await miss(staff, 12, 7));
    // Work of all threads, so that what else the machine does makes no difference.
    const heavy = open(SLOW);
    await heavy.put(cashier, CASHIER_PIN);
    const work = async (number: number): Promise<number> => {
      const before = process.cpuUsage();
      expect((await heavy.check(number, "000000")).kind).toBe("wrong");
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    expect(await work(501)).toBeGreaterThan((await work(12)) / 3);
  });

  test("who tries a hundred numbers fills no disk, and those of the members stay counted", async () => {
    const staff = await openWithTwo();
    await miss(staff, 12, 4);
    for (let number = 1_000; number < 1_100; number += 1) await staff.check(number, "000000");
    const { misses }: { misses: object[] } = JSON.parse(fileText());
    expect(misses.length).toBe(51);
    expect(await open().check(12, "000000")).toEqual({ kind: "locked", forMs: 30_000 });
  });

  test("a new PIN ends the lock, a new name does not", async () => {
    const staff = await openWithTwo();
    await miss(staff, 12, 4);
    await staff.check(12, "000000");
    await staff.put({ ...cashier, name: "Cashier S." }, null);
    expect((await staff.check(12, CASHIER_PIN)).kind).toBe("locked");
    await staff.put(cashier, "9170");
    expect((await staff.check(12, "9170")).kind).toBe("right");
  });
});

describe("the clock", () => {
  test("set back by a day across a restart locks nobody for longer than the lock", async () => {
    const staff = await openWithTwo();
    await miss(staff, 12, 4);
    await staff.check(12, "000000");
    scene.ms -= 24 * 60 * MINUTE;
    const again = open();
    expect(await again.check(12, CASHIER_PIN)).toEqual({ kind: "locked", forMs: 30_000 });
    scene.ms += 30_000;
    expect((await again.check(12, CASHIER_PIN)).kind).toBe("right");
  });
});

describe("many at once", () => {
  test("one is checked and four wait; who comes then is sent away, and the next may come again", async () => {
    const staff = await openWithTwo();
    const crowd = Array.from({ length: 7 }, () => staff.check(7, MANAGER_PIN));
    const kinds = (await Promise.all(crowd)).map((verdict) => ("why" in verdict ? verdict.why : verdict.kind));
    expect(kinds).toEqual([...Array(5).fill("right"), "busy", "busy"]);
    expect((await staff.check(7, MANAGER_PIN)).kind).toBe("right");
  });

  test("a new PIN waits in the same row", async () => {
    const staff = await openWithTwo();
    const crowd = Array.from({ length: 5 }, () => staff.check(7, MANAGER_PIN));
    expect(await staff.put(cashier, "9170")).toEqual({ kind: "refused", why: "busy" });
    await Promise.all(crowd);
  });

  test("who is taken off the list while the PIN is checked is nobody", async () => {
    await openWithTwo();
    const staff = open(SLOW);
    await staff.put(cashier, CASHIER_PIN);
    const underWay = staff.check(12, CASHIER_PIN);
    await setImmediate();
    expect(staff.remove(12)).toEqual({ kind: "removed" });
    expect((await underWay).kind).toBe("wrong");
    expect(open().list()).toEqual([manager]);
  });

  test("the last manager stays one, also when the other is taken off the list meanwhile", async () => {
    await openWithTwo();
    const staff = open(SLOW);
    await staff.put({ ...cashier, role: "manager" }, null);
    const underWay = staff.put({ ...manager, role: "cashier" }, "640291");
    await setImmediate();
    expect(staff.remove(12)).toEqual({ kind: "removed" });
    expect(await underWay).toEqual({ kind: "refused", why: "last-manager" });
    expect(staff.list()).toEqual([manager]);
  });

  test("two managers cannot both be demoted", async () => {
    const staff = await openWithTwo();
    await staff.put({ ...cashier, role: "manager" }, null);
    const both = [staff.put({ ...manager, role: "cashier" }, "640291"), staff.put(cashier, "9170")];
    expect(await Promise.all(both)).toEqual([{ kind: "put" }, { kind: "refused", why: "last-manager" }]);
  });
});
