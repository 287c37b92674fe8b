// Scenes of what is around the sales: the queue, the links, the clock, the staff, a restored ledger.
import type { LINK_PLACES } from "#contract/queue-view.ts";
import type { CashierView, QueueItem } from "#contract/views.ts";
import { AMOUNT, MORNING, SALE, scene, THB, type Scene } from "./scene.ts";

function item(index: number, doing: QueueItem["doing"], more: Partial<QueueItem> = {}): QueueItem {
  return {
    id: `6d0f7e4${index}-1111-4222-8333-444455556666`,
    saleId: SALE,
    kind: "charge",
    method: "truemoney_qr",
    money: AMOUNT,
    doing,
    ageMs: 192_000 * (7 - index),
    tries: 0,
    nextInMs: 4_000 + index * 1_000,
    deadlineInMs: null,
    lastError: null,
    may: { askNow: doing !== "send", sendNow: doing === "send" },
    ...more,
  };
}

const QUEUE: QueueItem[] = [
  item(1, "read", { ageMs: 5_400_000, nextInMs: 3_540_000, deadlineInMs: 79_140_000 }),
  item(2, "look", {
    method: "wechat_pay_upm",
    tries: 4,
    lastError: "no answer within 30 s: the charge may have been made",
  }),
  item(3, "send", {
    kind: "refund",
    method: "alipayplus_mpm",
    money: THB(50_000),
    tries: 12,
    nextInMs: 61_000,
    deadlineInMs: 84_600_000,
    lastError: "connect ECONNREFUSED api.omise.co:443",
  }),
  item(4, "expire", { method: "atome_qr", deadlineInMs: 43_000 }),
  item(5, "read", { method: "alipayplus_mpm", deadlineInMs: 545_000, ageMs: 55_000 }),
  item(6, "read", { kind: "void", method: "wechat_pay_upm", money: THB(1_245_000), ageMs: 12_000 }),
];

function down(where: (typeof LINK_PLACES)[number]): Scene {
  return scene(`link-${where}`, { more: { link: { state: "down", where, sinceMs: MORNING } } });
}

function around(name: string, more: Partial<CashierView>, keys: readonly string[] = []): Scene {
  return scene(name, { more, keys });
}

const NEW_PERSON = [
  "Digit1",
  "Digit5",
  "Enter",
  "KeyM",
  "KeyA",
  "Enter",
  "Digit1",
  "Digit1",
  "Digit1",
  "Digit1",
  "Enter",
];

export const AROUND_SCENES: readonly Scene[] = [
  around("queue", { queue: QUEUE, queueLength: 9 }, ["F3"]),
  around("queue-empty", {}, ["F3"]),
  around("queue-line", { queue: QUEUE.slice(0, 3), queueLength: 3 }),
  ...(["network", "dns", "tls", "api", "provider"] as const).map(down),
  around("link-slow", { link: { state: "slow", where: "api", sinceMs: MORNING } }),
  around("link-provider-slow", { link: { state: "slow", where: "provider", sinceMs: MORNING } }),
  around("clock-ahead", { clockOffMs: 197_000 }),
  around("clock-behind", {
    clockOffMs: -86_400_000,
    link: { state: "down", where: "tls", sinceMs: MORNING },
    queue: QUEUE.slice(0, 3),
    queueLength: 3,
  }),
  scene("ledger-restored", {
    face: { kind: "unavailable" },
    mode: "live",
    more: { noSale: "ledger-restored", recent: [] },
    customer: false,
  }),
  around("staff-none", { staff: [] }, ["F9"]),
  around("staff-add", {}, ["F9", "Insert", "Digit1", "Digit5", "Enter", "KeyM", "KeyA", "KeyL", "KeyI"]),
  around("staff-incomplete", {}, ["F9", "Insert", "Digit1", "Digit5", "Enter", "Enter", "Digit1", "Enter"]),
  around("staff-approval", {}, ["F9", "Insert", ...NEW_PERSON]),
  scene("staff-pepper-lost", { setUp: { staffTrouble: "pepper-lost" }, keys: ["F9"] }),
  scene("staff-guessable", {
    more: { staff: [] },
    keys: ["F9", "Insert", ...NEW_PERSON],
    answers: { "staff/put": { result: "pin-guessable" } },
  }),
];
