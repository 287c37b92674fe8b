// The QR documents: fetched without a key, in the format of their method, and readable back to the payload.
import { decode as decodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { request } from "undici";
import { expect, test } from "vitest";
import { z } from "zod";
import { readQr } from "#test/support/read-qr.ts";
import { alipay, atome, objectOf, openBank, trueMoney, weChat } from "./open-bank.ts";

const withPicture = z.object({
  source: z.object({
    scannable_code: z.object({ image: z.object({ filename: z.string(), download_uri: z.string() }) }),
  }),
});
type Raster = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

test.each([
  { name: "Atome", fields: atome(), filename: /^qrcode\.jpg$/, type: "image/jpeg", read: readJpeg },
  { name: "TrueMoney", fields: trueMoney(), filename: /^qrcode\.png$/, type: "image/png", read: readPng },
  { name: "Alipay+", fields: alipay(), filename: /^qrcode\.svg$/, type: "image/svg+xml", read: readSvg },
  { name: "WeChat Pay", fields: weChat(), filename: /^\d{18}\.svg$/, type: "image/svg+xml", read: readSvg },
])("the $type of $name holds the payload", async ({ fields, filename, type, read }) => {
  await using bank = await openBank();
  const { image } = withPicture.parse(objectOf(await bank.post("/charges", fields))).source.scannable_code;
  const answer = await request(image.download_uri);
  const raster = read(Buffer.from(await answer.body.arrayBuffer()));
  const payload = bank.simulator.bank.books().charges[0]?.payload;
  expect(image.filename).toMatch(filename);
  expect(answer.headers["content-type"]).toBe(type);
  expect(image.download_uri).toMatch(/\/downloads\/[0-9A-F]{16}$/);
  expect(payload).toMatch(/^COUNTERFOIL-TRAINING-[A-Z]+-[2-9A-HJ-NP-Z]{20}$/);
  expect(readQr(raster.data, raster.width, raster.height)).toBe(payload);
  expect(quietModules(raster)).toBe(4);
});

test("a document is not given for another token", async () => {
  await using bank = await openBank();
  const { image } = withPicture.parse(objectOf(await bank.post("/charges", atome()))).source.scannable_code;
  expect((await bank.get(image.download_uri.replace(/[0-9A-F]{16}$/, "0000000000000000"))).status).toBe(404);
});

function readJpeg(bytes: Buffer): Raster {
  const { data, width, height } = decodeJpeg(bytes, { useTArray: true });
  return { data: new Uint8ClampedArray(data), width, height };
}

function readPng(bytes: Buffer): Raster {
  const { data, width, height } = PNG.sync.read(bytes);
  return { data: new Uint8ClampedArray(data), width, height };
}

// Draws the document's own path of unit squares, four pixels a module.
function readSvg(bytes: Buffer): Raster {
  const text = bytes.toString("utf8");
  const modules = Number(/viewBox="0 0 (\d+) \1"/.exec(text)?.[1]);
  const width = modules * 4;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of text.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < 4; row += 1) {
      const start = ((Number(y) * 4 + row) * width + Number(x) * 4) * 4;
      for (let pixel = 0; pixel < 4; pixel += 1) data.fill(0, start + pixel * 4, start + pixel * 4 + 3);
    }
  }
  return { data, width, height: width };
}

// Light pixels before the first finder, counted in modules (a finder is seven wide).
function quietModules({ data, width }: Raster): number {
  const dark = (x: number, y: number) => (data[(y * width + x) * 4] ?? 255) < 128;
  let corner = 0;
  while (!dark(corner, corner)) corner += 1;
  let end = corner;
  while (dark(end, corner)) end += 1;
  return corner / ((end - corner) / 7);
}
