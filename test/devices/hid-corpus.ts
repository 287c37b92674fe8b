// Reports that are easily read wrongly, kept as they are: each with the texts that may come of it and no other.
import { CODE, LAYOUT_A, LAYOUT_B, report, V1_MENU_ANSWER, V2_MENU_END, V4_ACKNOWLEDGE } from "./vectors.ts";

type Case = { readonly name: string; readonly reports: readonly Uint8Array[]; readonly delivered: readonly string[] };

const CODE_HEX = Buffer.from(CODE).toString("hex");
const LONGER_HEX = Buffer.from(`${CODE}123456`).toString("hex");

export const CORPUS: readonly Case[] = [
  { name: "a 24-digit code cut to 18", reports: [report(`0218${LONGER_HEX}`).subarray(0, 20)], delivered: [] },
  { name: "the same in layout A", reports: [report(`02185d4330${LONGER_HEX}`).subarray(0, 23)], delivered: [] },
  {
    name: "a length that ends before the code does",
    reports: [report(`0211${CODE_HEX}`)],
    delivered: [CODE.slice(0, 17)],
  },
  { name: "a length that takes in a NUL", reports: [report(`0213${CODE_HEX}`)], delivered: [] },
  { name: "a length of 255 over a code", reports: [report(`02ff${CODE_HEX}`)], delivered: [] },
  { name: "a length of 0 over a code", reports: [report(`0200${CODE_HEX}`)], delivered: [] },
  { name: "a code under another report id", reports: [report(`0312${CODE_HEX}`)], delivered: [] },
  { name: "a code in a menu answer", reports: [report(`02125d5830${CODE_HEX}`)], delivered: [] },
  { name: "a code in a menu's end", reports: [report(`02125d5a36${CODE_HEX}`)], delivered: [] },
  { name: "a code in a menu answer of layout B, counted", reports: [report(`02155d5830${CODE_HEX}`)], delivered: [] },
  { name: "a code behind STX", reports: [report(`021302${CODE_HEX}`)], delivered: [] },
  {
    name: "a code with its high bits set",
    reports: [report(`0212${"b1".repeat(18)}`)],
    delivered: ["\u{FFFD}".repeat(18)],
  },
  { name: "the flag's neighbours are no flag", reports: [report(`0212${CODE_HEX}`, "fe")], delivered: [CODE] },
  { name: "nothing, continued, then a code", reports: [report("0200", "01"), LAYOUT_B], delivered: [CODE] },
  {
    name: "a code in two halves, and whole again",
    reports: [report("0209 313334353637383930", "01"), report("0209 313233343536373839"), LAYOUT_A],
    delivered: [CODE, CODE],
  },
  {
    name: "a half, then another AIM",
    reports: [report("02095d5130 313334353637383930", "01"), report("02095d4330 313233343536373839")],
    delivered: ["123456789"],
  },
  {
    name: "a half, an acknowledgement, the rest",
    reports: [report("0209 313334353637383930", "01"), V4_ACKNOWLEDGE, report("0209 313233343536373839")],
    delivered: ["123456789"],
  },
  {
    name: "menu answers between codes",
    reports: [LAYOUT_A, ...V1_MENU_ANSWER, V2_MENU_END, LAYOUT_B],
    delivered: [CODE, CODE],
  },
];
