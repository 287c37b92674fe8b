// The customer's window stands where strangers stand: what it may say and see is written down here once more, by hand.
import { expect, test } from "vitest";
import { commands } from "#contract/commands.ts";
import { views } from "#contract/views.ts";
import type { Role } from "#contract/words.ts";

function openTo(role: Role, table: Readonly<Record<string, { readonly roles: readonly Role[] }>>): readonly string[] {
  return Object.entries(table).flatMap(([name, { roles }]) => (roles.includes(role) ? [name] : []));
}

test("it says a scan that was typed there, asks for the bytes of its picture, and nothing else", () => {
  expect(openTo("customer", commands)).toEqual(["scan/typed", "picture/bytes"]);
});

test("it sees its own view, and nothing else", () => {
  expect(openTo("customer", views)).toEqual(["customer"]);
});
