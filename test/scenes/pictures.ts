// Real QR pictures for the scenes, in the format that each method really uses.
import { createHash } from "node:crypto";
import type { OutputOf } from "#contract/commands.ts";
import type { MethodId } from "#contract/words.ts";
import { drawPicture } from "#simulator/pictures.ts";

type ScenePicture = { readonly hash: string; readonly payload: string; readonly answer: OutputOf<"picture/bytes"> };

const FORMATS = { wechat_pay_upm: "png", alipayplus_mpm: "svg", atome_qr: "jpg", truemoney_qr: "png" } as const;
const MEDIA = { svg: "image/svg+xml", jpg: "image/jpeg", png: "image/png" } as const;

export function pictureOf(method: MethodId): ScenePicture {
  const format = FORMATS[method];
  const payload = `COUNTERFOIL-TRAINING-${method.toUpperCase().replace("_", "-").replace("_", "-")}-5XQ7D1N0E2C4H8K3M9P`;
  const bytes = Buffer.from(drawPicture(payload, format).bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { hash, payload, answer: { mediaType: MEDIA[format], base64: bytes.toString("base64") } };
}

const METHODS: readonly MethodId[] = ["wechat_pay_upm", "alipayplus_mpm", "atome_qr", "truemoney_qr"];

export function pictureByHash(hash: string): OutputOf<"picture/bytes"> | null {
  return METHODS.map(pictureOf).find((picture) => picture.hash === hash)?.answer ?? null;
}
