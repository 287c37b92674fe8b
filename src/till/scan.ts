// Names what a scanner read, before any network call. Pure and driven by data; the ranges are those that the wallets
// publish (WeChat Pay: 18 digits beginning 10 to 15; Alipay: 16 to 24 digits beginning 25 to 30; EMV merchant QR begins 000201).
// Ranges without an official source only explain, they never decide.

export type ScanKind = "wechat" | "alipay" | "unionpay" | "product" | "poster" | "link" | "not-a-code";

const RANGES: readonly { readonly kind: ScanKind; readonly pattern: RegExp }[] = [
  { kind: "wechat", pattern: /^1[0-5]\d{16}$/ },
  { kind: "alipay", pattern: /^(?:2[5-9]|30)\d{14,22}$/ },
  { kind: "unionpay", pattern: /^62\d{17}$/ },
  { kind: "poster", pattern: /^000201[\s\S]{10,}$/ },
  { kind: "link", pattern: /^(?:https?|wxp|weixin|alipays?):\/\//i },
  { kind: "product", pattern: /^(?:\d{8}|\d{12,14})$/ },
];

export function kindOfScan(text: string): ScanKind {
  return RANGES.find((range) => range.pattern.test(text))?.kind ?? "not-a-code";
}
