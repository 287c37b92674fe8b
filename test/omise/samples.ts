// The charges of the four methods' own documents, as they were recorded.
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { MethodId } from "#contract/words.ts";

const FILES: Readonly<Record<MethodId, string>> = {
  wechat_pay_upm: "wechat-pay-upm",
  alipayplus_mpm: "alipayplus-mpm",
  atome_qr: "atome-qr",
  truemoney_qr: "truemoney-qr",
};

const sampleSchema = z.object({ charge: z.looseObject({ source: z.looseObject({}) }) });

export function sampleCharge(method: MethodId): z.infer<typeof sampleSchema>["charge"] {
  const path = new URL(import.meta.resolve(`#test/simulator/samples/${FILES[method]}.json`));
  const sample: unknown = JSON.parse(readFileSync(path, "utf8"));
  return sampleSchema.parse(sample).charge;
}
