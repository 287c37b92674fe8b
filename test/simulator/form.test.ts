// Bracket nesting, as the documentation's curl examples and the common libraries write it.
import { expect, test } from "vitest";
import { isRefusal } from "#simulator/errors.ts";
import { decodeBody, decodeForm } from "#simulator/form.ts";

test.each([
  ["a=1&b=x+y", { a: "1", b: "x y" }],
  ["source%5Btype%5D=atome_qr", { source: { type: "atome_qr" } }],
  ["items[0][name]=a&items[0][amount]=1&items[1][name]=b", { items: [{ name: "a", amount: "1" }, { name: "b" }] }],
  ["items[][name]=a&items[][amount]=1&items[][name]=b", { items: [{ name: "a", amount: "1" }, { name: "b" }] }],
  ["urls[]=x&urls[]=y", { urls: ["x", "y"] }],
  ["a=1&a=2", { a: "2" }],
])("%s", (text, wanted) => {
  expect(decodeForm(text)).toEqual(wanted);
});

test.each(["a=1&a[b]=2", "a[b]=2&a=1", "[a]=1", "a[b=1", "a[__proto__][b]=1", "a[b][c][d][e][f][g]=1"])(
  "%s is refused",
  (text) => {
    expect(isRefusal(decodeForm(text))).toBe(true);
  },
);

test("too many parameters are refused", () => {
  expect(isRefusal(decodeForm(Array.from({ length: 301 }, (_, index) => `k${index}=1`).join("&")))).toBe(true);
});

test.each([
  ["[1]", "application/json"],
  ["{", "application/json"],
  ["a=1", "text/plain"],
])("the body %s as %s is refused", (text, type) => {
  expect(isRefusal(decodeBody(text, type))).toBe(true);
});

test("an empty body is an empty object", () => {
  expect(decodeBody("", "application/json")).toEqual({});
});
