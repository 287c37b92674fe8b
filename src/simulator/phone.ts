// The pretend customer's phone as plain pages: no script, no outside resource, every word escaped.
import { createHash } from "node:crypto";
import type { BookedCharge } from "./bank.ts";
import { METHODS } from "./methods.ts";
import { FUNDING_SOURCES, type Funding } from "./records.ts";

const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:#e9e5dc;color:#211f1b;font:17px/1.45 system-ui,"Noto Sans",sans-serif;display:flex;justify-content:center;padding:24px}
main{width:100%;max-width:26rem;align-self:flex-start;background:#fffdf8;border:1px solid #cfc8b8;border-radius:20px;padding:24px}
h1{font-size:1.1rem;margin:0 0 4px}
.training{margin:0 0 20px;color:#6a6356;font-size:.9rem}
.amount{font-size:2.4rem;font-variant-numeric:tabular-nums;margin:8px 0 4px}
.state{font-size:1.2rem;margin:16px 0}
dl{margin:0 0 20px;display:grid;grid-template-columns:auto 1fr;gap:4px 14px;font-size:.95rem}
dt{color:#6a6356}
dd{margin:0;overflow-wrap:anywhere}
.id{font-size:.8rem}
a{color:#1d4f45}
form{margin:14px 0 0}
label{display:block;font-size:.95rem;color:#6a6356;margin-bottom:4px}
select{width:100%;min-height:44px;font:inherit;padding:6px;border:1px solid #8f8878;border-radius:10px;background:#fff;color:inherit}
button{width:100%;min-height:56px;margin-top:10px;font:inherit;font-weight:600;border-radius:14px;border:2px solid #1d4f45;background:#1d4f45;color:#fff}
button.no{background:#fff;color:#8a2a1c;border-color:#8a2a1c}
button:focus-visible,a:focus-visible,select:focus-visible{outline:3px solid #b8860b;outline-offset:2px}
ul{list-style:none;margin:0;padding:0}
li a{display:flex;justify-content:space-between;gap:12px;padding:16px 4px;border-top:1px solid #ddd6c6;color:inherit;font-variant-numeric:tabular-nums}
`;

/** Sent with every page: its own style and its own forms, nothing else. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
};

const FUNDING_WORDS: Readonly<Record<Funding, string>> = {
  wallet: "Wallet balance",
  bank: "Bank account",
  card: "Credit card",
  pay_next: "Pay Next",
  pay_next_extra: "Pay Next Extra",
};

const STATE_WORDS: Readonly<Record<BookedCharge["status"], string>> = {
  pending: "Waiting for you",
  successful: "✓ Paid",
  failed: "✕ Not paid",
  expired: "✕ Expired, not paid",
};

/** Every charge that waits for a customer. */
export function waitingPage(waiting: readonly BookedCharge[]): string {
  const rows = waiting.map(
    (charge) =>
      `<li><a href="/pretend/phone/${escape(charge.payload)}"><span>${escape(METHODS[charge.method].title)}</span><strong>${escape(money(charge))}</strong></a></li>`,
  );
  const list = rows.length === 0 ? `<p class="state">No payment waits for you.</p>` : `<ul>${rows.join("")}</ul>`;
  return page("Payments that wait for you", list);
}

/** One charge with the customer's two answers. */
export function chargePage(charge: BookedCharge): string {
  const facts = [
    `<p class="amount">${escape(money(charge))}</p>`,
    `<dl><dt>Wallet</dt><dd>${escape(METHODS[charge.method].title)}</dd>`,
    charge.description === null ? "" : `<dt>To</dt><dd>${escape(charge.description)}</dd>`,
    `<dt>Charge</dt><dd class="id">${escape(charge.id)}</dd></dl>`,
    `<p class="state">${STATE_WORDS[charge.status]}</p>`,
  ].join("");
  const buttons = charge.status === "pending" ? approveForm(charge) + declineForm(charge) : "";
  const title = charge.status === "pending" ? "Confirm the payment" : "The payment";
  return page(title, `${facts}${buttons}<p><a href="/pretend/phone">All waiting payments</a></p>`);
}

export function strangerPage(): string {
  return page("Unknown code", `<p class="state">This code is not of this training bank.</p>`);
}

function approveForm(charge: BookedCharge): string {
  const choices = FUNDING_SOURCES.map((name) => `<option value="${name}">${FUNDING_WORDS[name]}</option>`).join("");
  const funding =
    charge.method === "truemoney_qr"
      ? `<label for="funding">Pay with</label><select id="funding" name="funding">${choices}</select>`
      : "";
  return `<form method="post" action="/pretend/phone/${escape(charge.payload)}/approve">${funding}<button>Approve ${escape(money(charge))}</button></form>`;
}

function declineForm(charge: BookedCharge): string {
  const codes = METHODS[charge.method].failureCodes.map((code) => `<option>${escape(code)}</option>`).join("");
  return `<form method="post" action="/pretend/phone/${escape(charge.payload)}/decline"><label for="reason">Reason, if you decline</label><select id="reason" name="failure_code">${codes}</select><button class="no">Decline</button></form>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main><h1>${escape(title)}</h1><p class="training">Training phone. No real money moves.</p>${body}</main></body></html>`;
}

// All three currencies have two decimals.
function money(charge: BookedCharge): string {
  const whole = Math.floor(charge.amount / 100).toString();
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return `${charge.currency} ${grouped}.${String(charge.amount % 100).padStart(2, "0")}`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
