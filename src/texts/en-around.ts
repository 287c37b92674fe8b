// English for what is around the sales: what is still to be settled, the links to Omise, the clock, the staff.
import type { OutputOf } from "#contract/commands.ts";
import type { STAFF_ROLES } from "#contract/people.ts";
import type { LINK_PLACES, QUEUE_DOINGS } from "#contract/queue-view.ts";
import type { QueueItem } from "#contract/views.ts";

type One<List extends readonly string[]> = List[number];
type Refused = Exclude<OutputOf<"staff/put">["result"] | OutputOf<"staff/remove">["result"], "saved" | "removed">;

export const enAround = {
  queue: {
    title: "To be settled",
    line: "{{count}} to settle",
    none: "Nothing is waiting. Every payment and refund has come to its end.",
    asked: "asked {{ago}}",
    tries: "tries without an answer: {{count}}",
    next: "next look in {{clock}}",
    nextSend: "next try in {{clock}}",
    deadline: "time left {{clock}}",
    deadlineSend: "given up in {{clock}}",
    askNow: "Ask now",
    sendNow: "Send now",
    more: "and {{count}} more, newer than these",
  },
  queueKind: { charge: "Payment", void: "Void", refund: "Refund" } satisfies Record<QueueItem["kind"], string>,
  doing: {
    send: "Waits to be sent",
    look: "Looking for it at Omise",
    read: "Waits for the customer",
    expire: "Being cancelled",
  } satisfies Record<One<typeof QUEUE_DOINGS>, string>,
  doingRefund: {
    read: "Waits for Omise to finish it",
  },
  span: {
    seconds: "{{count}} s",
    minutes: "{{count}} min",
    hours: "{{count}} h",
    days: "{{count}} days",
    ago: "{{span}} ago",
  },
  link: {
    slow: "Omise is slow",
    slowSince: "Omise has been slow to answer since {{time}}. Do not charge twice.",
    providerSlow: "Wallet slow",
    providerSlowSince: "The wallet's provider has been slow since {{time}}. Do not charge twice.",
    short: {
      network: "No network",
      dns: "No name look-up",
      tls: "No secure line",
      api: "Omise is down",
      provider: "Wallet is down",
    } satisfies Record<One<typeof LINK_PLACES>, string>,
    since: {
      network: "This till's network has been down since {{time}}. Check the cable or the Wi-Fi.",
      dns: "No name look-up (DNS) since {{time}}. The network is there, but it does not find Omise's address.",
      tls: "No secure connection (TLS) since {{time}}. Check this PC's clock and date.",
      api: "Omise's service has not answered since {{time}}. This till and its network are well.",
      provider: "The wallet's provider has not answered Omise since {{time}}. Other wallets may work.",
    } satisfies Record<One<typeof LINK_PLACES>, string>,
  },
  clock: {
    ahead: "This PC's clock is {{span}} ahead of Omise's. Set it right.",
    behind: "This PC's clock is {{span}} behind Omise's. Set it right.",
  },
  staff: {
    title: "Staff",
    none: "Nobody yet. The first one must be a manager.",
    number: "Number",
    name: "Name",
    role: "Role",
    pin: "PIN",
    add: "Add",
    change: "Change",
    remove: "Remove",
    removeTitle: "Remove from the staff",
    addTitle: "New member of staff",
    changeTitle: "Change a member of staff",
    next: "Next",
    save: "Save",
    pinKeep: "empty: stays as it is",
    pinNew: "4 to 12 digits",
    pinSet: "PIN set",
    pinUnchecked: "PIN cannot be checked",
    pepperLost: "No PIN can be checked, so nobody can approve: the file staff.pepper is missing, or is another list's.",
    pepperLostDo:
      "Close the till, put staff.pepper back into the folder of the book of sales from a copy, and start again. Without a copy: take staff.json out of that folder too; the list then begins anew, with a manager.",
    incomplete: "Number, name and, for somebody new, a PIN are needed.",
    taken: "That number is somebody else's.",
    approvePut: "Put {{name}} (no. {{number}}) on the staff list: {{role}}",
    approvePin: "Give {{name}} (no. {{number}}) a new PIN",
    approveRemove: "Take {{name}} (no. {{number}}) off the staff list",
  },
  staffRole: { cashier: "Cashier", manager: "Manager" } satisfies Record<One<typeof STAFF_ROLES>, string>,
  staffRefused: {
    "pin-needed": "Somebody new needs a PIN.",
    "pin-guessable": "That PIN is easy to guess: no runs, no repeated digit, not the own number.",
    "manager-needed": "The first one must be a manager.",
    "last-manager": "Somebody must be able to approve: this is the last manager.",
    "too-many": "The list is full.",
    unknown: "Nobody has that number any more.",
  } satisfies Record<Refused, string>,
  webhooks: {
    title: "Webhooks",
    counts: "{{accepted}} accepted, {{repeated}} repeated, {{refused}} refused",
  },
} as const;
