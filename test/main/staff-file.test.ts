// The staff list on a real disk: who may be on it, and what a restart, a lost pepper or a disk that takes nothing makes of it.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PinCost } from "#main/pins.ts";
import { StartRefusal } from "#main/terminal.ts";
import {
  fileText,
  CASHIER_PIN,
  cashier,
  MANAGER_PIN,
  manager,
  open,
  openWithTwo,
  path,
  QUICK,
  scene,
  stageEachTest,
} from "./staff-stage.ts";

stageEachTest();

describe("the list", () => {
  test("is kept over a restart, in a private file that tells no PIN", async () => {
    const staff = await openWithTwo();
    expect(staff.list()).toEqual([manager, cashier]);
    const again = open();
    expect(again.list()).toEqual([manager, cashier]);
    expect(await again.check(12, CASHIER_PIN)).toEqual({ kind: "right", member: cashier });
    expect(await again.check(7, MANAGER_PIN)).toEqual({ kind: "right", member: manager });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const kept = readdirSync(scene.folder).map((name) => readFileSync(path(name), "utf8"));
    expect(kept.join("")).not.toMatch(/730512|"8205"/);
    expect(readdirSync(scene.folder).toSorted()).toEqual(["staff.json", "staff.pepper"]);
  });

  test("begins with a manager, and always has one", async () => {
    const staff = open();
    expect(staff.trouble()).toBe("no-staff");
    expect(await staff.put(cashier, CASHIER_PIN)).toEqual({ kind: "refused", why: "first-is-manager" });
    expect(await staff.put(manager, null)).toEqual({ kind: "refused", why: "needs-pin" });
    expect(readdirSync(scene.folder)).toEqual([]);
    await staff.put(manager, MANAGER_PIN);
    await staff.put(cashier, CASHIER_PIN);
    expect(staff.trouble()).toBe(null);
    expect(staff.remove(7)).toEqual({ kind: "refused", why: "last-manager" });
    expect(await staff.put({ ...manager, role: "cashier" }, null)).toEqual({ kind: "refused", why: "last-manager" });
    expect(staff.remove(99)).toEqual({ kind: "refused", why: "nobody" });
    expect(await staff.put({ ...cashier, role: "manager" }, null)).toEqual({ kind: "put" });
    expect(staff.remove(7)).toEqual({ kind: "removed" });
    expect(open().list()).toEqual([{ ...cashier, role: "manager" }]);
  });

  test("has each number once: the same number is the same member, whose PIN stays unless a new one is given", async () => {
    const staff = await openWithTwo();
    await staff.put({ ...cashier, name: "Cashier S." }, null);
    expect(staff.list()).toEqual([manager, { ...cashier, name: "Cashier S." }]);
    expect((await staff.check(12, CASHIER_PIN)).kind).toBe("right");
    await staff.put(cashier, "9170");
    expect((await staff.check(12, CASHIER_PIN)).kind).toBe("wrong");
    expect((await staff.check(12, "9170")).kind).toBe("right");
  });

  test("takes 200 members and no more", async () => {
    const staff = await openWithTwo();
    const file: { members: object[] } = JSON.parse(fileText());
    const [first] = file.members;
    for (let number = 1_000; file.members.length < 200; number += 1) file.members.push({ ...first, number });
    writeFileSync(path(), JSON.stringify(file));
    expect(await open().put({ ...cashier, number: 5 }, CASHIER_PIN)).toEqual({ kind: "refused", why: "too-many" });
    expect(await open().put({ ...cashier, name: "Cashier" }, CASHIER_PIN)).toEqual({ kind: "put" });
    expect(staff.list().length).toBe(2);
  });

  test.each([
    ["1111", "pin-same-digit"],
    ["000000000000", "pin-same-digit"],
    ["1234", "pin-run"],
    ["4321", "pin-run"],
    ["7890", "pin-run"],
    ["210987", "pin-run"],
    ["4711", "pin-own-number"],
    ["004711", "pin-own-number"],
  ])("refuses the PIN %s of member 4711: %s", async (pin, why) => {
    const staff = open();
    expect(await staff.put({ ...manager, number: 4_711 }, pin)).toEqual({ kind: "refused", why });
    expect(await staff.put({ ...manager, number: 4_711 }, "1243")).toEqual({ kind: "put" });
  });
});

describe("the cost of a hash", () => {
  test("is raised for the PINs that are there when they are next right", async () => {
    await openWithTwo();
    const costs = (): number[] =>
      (JSON.parse(fileText()) as { members: { pin: PinCost }[] }).members.map(({ pin }) => pin.n);
    const staff = open({ ...QUICK, n: 2_048 });
    expect((await staff.check(7, "000000")).kind).toBe("wrong");
    expect(costs()).toEqual([1_024, 1_024]);
    expect((await staff.check(7, MANAGER_PIN)).kind).toBe("right");
    expect(costs()).toEqual([2_048, 1_024]);
    expect((await open(QUICK).check(7, MANAGER_PIN)).kind).toBe("right");
    expect(costs()).toEqual([2_048, 1_024]);
  });
});

describe("trouble", () => {
  test.each([
    ["lost", () => rmSync(path("staff.pepper"))],
    ["another", () => writeFileSync(path("staff.pepper"), "ab".repeat(32))],
    ["cut short", () => writeFileSync(path("staff.pepper"), "ab")],
  ])("a pepper that is %s: no PIN is checked or counted, and nothing is made in its place", async (_what, lose) => {
    await openWithTwo();
    const list = fileText();
    lose();
    const staff = open();
    expect(staff.trouble()).toBe("pepper-lost");
    expect(staff.list()).toEqual([manager, cashier]);
    expect(await staff.check(7, MANAGER_PIN)).toEqual({ kind: "unusable", why: "pepper-lost" });
    expect(await staff.put(manager, "640291")).toEqual({ kind: "refused", why: "pepper-lost" });
    expect(fileText()).toBe(list);
    expect(scene.logged).toEqual(["staff/pepper-lost "]);
  });

  test("a list that was copied without its pepper is of no use", async () => {
    await openWithTwo();
    const elsewhere = mkdtempSync(join(tmpdir(), "counterfoil-"));
    copyFileSync(path(), join(elsewhere, "staff.json"));
    rmSync(scene.folder, { recursive: true });
    scene.folder = elsewhere;
    expect(await open().check(7, MANAGER_PIN)).toEqual({ kind: "unusable", why: "pepper-lost" });
  });

  test("nobody on the list: there is no PIN to check, and nothing is written", async () => {
    expect(await open().check(7, MANAGER_PIN)).toEqual({ kind: "unusable", why: "no-staff" });
    expect(readdirSync(scene.folder)).toEqual([]);
  });

  test("a disk that takes nothing: no PIN is looked at, right or wrong, and nothing changes", async () => {
    const staff = await openWithTwo();
    // In this way the folder takes no new list, even from root.
    mkdirSync(path("staff.json.new"));
    for (const pin of [MANAGER_PIN, "000000"]) {
      expect(await staff.check(7, pin)).toEqual({ kind: "unusable", why: "not-recorded" });
    }
    expect(await staff.put(cashier, "9170")).toEqual({ kind: "refused", why: "not-recorded" });
    expect(staff.remove(12)).toEqual({ kind: "refused", why: "not-recorded" });
    expect(staff.list()).toEqual([manager, cashier]);
    expect(scene.logged.length).toBe(4);
    expect(scene.logged.join()).toMatch(/^staff\/not-written Error: EISDIR/);
    expect(scene.logged.join()).not.toMatch(/730512|9170/);
    rmSync(path("staff.json.new"), { recursive: true });
    expect((await staff.check(12, CASHIER_PIN)).kind).toBe("right");
  });

  test("a member whom the contract would not let through is a defect, and changes nothing", async () => {
    const staff = await openWithTwo();
    await expect(staff.put({ ...cashier, name: "x".repeat(41) }, "9170")).rejects.toThrow(/name/);
    expect(staff.list()).toEqual([manager, cashier]);
    expect((await staff.check(12, CASHIER_PIN)).kind).toBe("right");
  });

  test("a file with wider rights is closed again", async () => {
    await openWithTwo();
    chmodSync(path(), 0o644);
    open();
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["is no JSON", () => "{ 730512", /staff\.json cannot be read \(not JSON\)/],
    ["is of another format", (text: string) => text.replace('"format": 1', '"format": 2'), /not valid: format/],
    ["has a number twice", (text: string) => text.replace('"number": 12', '"number": 7'), /a number stands twice/],
    ["has no manager", (text: string) => text.replace('"manager"', '"cashier"'), /no manager/],
    ["has a hash that is none", (text: string) => text.replace(/"key": "../, '"key": "'), /members\.0\.pin\.key/],
    ["has a word too much", (text: string) => text.replace("{", '{ "more": 1,'), /Unrecognized key/],
  ])("a file that %s stops the start and stays as it is", async (_what, spoil, sentence) => {
    await openWithTwo();
    const text = spoil(fileText());
    writeFileSync(path(), text);
    expect(open).toThrow(StartRefusal);
    expect(open).toThrow(sentence);
    expect(open).not.toThrow(/730512/);
    expect(fileText()).toBe(text);
  });

  test("a folder where the file must be stops the start", () => {
    mkdirSync(path());
    expect(open).toThrow(StartRefusal);
  });
});
