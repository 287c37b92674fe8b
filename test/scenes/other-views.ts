// The day and the set-up of the scenes.
import type { StaffMember } from "#contract/people.ts";
import { KEY_GAP_MS } from "#contract/scanners.ts";
import { toneOf } from "#contract/tone.ts";
import type { DayRow, DayView, SetUpView } from "#contract/views.ts";
import type { AttemptStateName, MethodId } from "#contract/words.ts";
import { BY_KEYBOARD, DESK_SCANNER, FORBIDDEN_PORT, placeAt, PRETEND } from "./scanner-views.ts";

const MORNING = Date.UTC(2026, 10, 20, 3, 12);

export const DAY: DayView = {
  version: 7,
  mode: "training",
  day: "2026-11-20",
  totals: [
    { method: "wechat_pay_upm", currency: "THB", paidCount: 14, paidMinor: 1_284_000 },
    { method: "alipayplus_mpm", currency: "THB", paidCount: 6, paidMinor: 2_310_050 },
    { method: "truemoney_qr", currency: "THB", paidCount: 9, paidMinor: 412_500 },
  ],
  open: 1,
};

export const STAFF: StaffMember[] = [
  { number: 3, name: "Morning cashier", role: "cashier" },
  { number: 7, name: "ผู้จัดการร้าน", role: "manager" },
  { number: 12, name: "Second manager", role: "manager" },
];

export const SET_UP: SetUpView = {
  version: 7,
  mode: "training",
  country: "TH",
  countryMayChange: true,
  language: "en",
  customerLanguage: null,
  accountId: "account_test_5xq7d1n0e2c4h8k3m9p",
  ledgerPath: "/var/lib/counterfoil/training.sqlite",
  host: "browser",
  displays: [
    { name: "DUMMY0", role: "cashier" },
    { name: "DUMMY1", role: "customer" },
  ],
  scanners: [{ ...DESK_SCANNER, name: "Desk scanner" }, FORBIDDEN_PORT, BY_KEYBOARD, PRETEND],
  scannerSettings: {
    hid: true,
    honeywellRedirect: false,
    serial: [placeAt(FORBIDDEN_PORT.name)],
    keyGapMs: KEY_GAP_MS.usual,
  },
  scanTest: null,
  udevRules: null,
  staff: STAFF,
  staffTrouble: null,
  webhooks: { address: "http://127.0.0.1:41734/webhooks", accepted: 148, repeated: 3, refused: 1 },
  phoneAddress: "http://127.0.0.1:41733/phone",
};

const STATES: readonly AttemptStateName[] = [
  "successful",
  "successful",
  "cancelled",
  "unknown",
  "failed",
  "successful",
  "expired",
  "successful",
];
const BY: readonly MethodId[] = ["wechat_pay_upm", "alipayplus_mpm", "atome_qr", "truemoney_qr"];

export const dayRows: readonly DayRow[] = STATES.map((state, index) => ({
  cursor: 100 - index,
  saleId: `7d0f7e4${index}-1111-4222-8333-444455556666`,
  attemptId: `8d0f7e4${index}-1111-4222-8333-444455556666`,
  money: { amountMinor: [8_500, 1_245_000, 32_000, 64_050][index % 4] ?? 100, currency: "THB" },
  method: BY[index % 4] ?? "wechat_pay_upm",
  state,
  tone: toneOf(state),
  atMs: MORNING - index * 197_000,
  chargeId: state === "unknown" ? null : `chrg_test_5xq7d1n0e2c4h8k3m9${index}`,
}));
