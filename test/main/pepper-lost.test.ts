// The file that the PINs were hashed with is gone: the set-up says so, an approval is refused in plain words, and both ways out
// that the set-up names are ways out.
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SetUpView } from "#contract/views.ts";
import { openDesk, type Desk } from "#test/support/desk.ts";
import { hireManager, MANAGER, PIN } from "#test/support/people.ts";
import { afterEach, beforeEach, expect, test } from "vitest";

let desk: Desk;
/** What the set-up says of the staff; undefined before its first view. */
let told: SetUpView["staffTrouble"] | undefined;
beforeEach(async () => {
  sit(await openDesk());
  await hireManager(desk);
});
afterEach(() => desk.close());

async function give(): Promise<string> {
  const terms = { action: "staff", subject: "staff", amountMinor: null, currency: null, seen: null } as const;
  const { result } = await desk.cashier.ask("approval/give", {
    ...terms,
    approvalId: randomUUID(),
    staff: MANAGER.number,
    pin: PIN,
  });
  return result;
}

function sit(at: Desk): void {
  desk = at;
  told = undefined;
  at.cashier.watch("set-up", ({ staffTrouble }) => (told = staffTrouble));
}

async function giveOnceTold(trouble: SetUpView["staffTrouble"]): Promise<string> {
  await expect.poll(() => told).toBe(trouble);
  return await give();
}

const file = (name: string): string => join(desk.folder, name);

test("a pepper that is lost is told, and put back it serves as before", async () => {
  expect(await giveOnceTold(null)).toBe("given");
  await desk.closeTill();
  renameSync(file("staff.pepper"), file("elsewhere"));
  sit(await desk.reopen());
  expect(await giveOnceTold("pepper-lost")).toBe("pins-lost");
  await desk.closeTill();
  renameSync(file("elsewhere"), file("staff.pepper"));
  sit(await desk.reopen());
  expect(await giveOnceTold(null)).toBe("given");
});

test("without a copy the list begins anew, with a manager", async () => {
  await desk.closeTill();
  writeFileSync(
    file("staff.pepper"),
    readFileSync(file("staff.pepper")).map((byte) => byte ^ 1),
  );
  sit(await desk.reopen());
  expect(await giveOnceTold("pepper-lost")).toBe("pins-lost");
  await desk.closeTill();
  rmSync(file("staff.json"));
  sit(await desk.reopen());
  expect(await giveOnceTold("no-staff")).toBe("unusable");
  await hireManager(desk);
  expect(await giveOnceTold(null)).toBe("given");
});
