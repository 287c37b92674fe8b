// A QR document drawn in the format that its method really uses: dark on white, whole pixels, a quiet zone of four modules.
import { encode as encodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { encode as encodeQr } from "uqr";

const QUIET_ZONE = 4;
const PIXELS_A_MODULE = 8;
const JPEG_QUALITY = 90;

/** The bytes of a picture with their media type. */
type Picture = { readonly bytes: Uint8Array; readonly contentType: string };

/** Draws `payload` (letters of a QR's alphanumeric mode) with medium error correction. */
export function drawPicture(payload: string, format: "svg" | "jpg" | "png"): Picture {
  const modules = encodeQr(payload, { ecc: "M", border: QUIET_ZONE }).data;
  switch (format) {
    case "svg":
      return { bytes: new TextEncoder().encode(svg(modules)), contentType: "image/svg+xml" };
    case "jpg":
      return { bytes: jpeg(modules), contentType: "image/jpeg" };
    case "png":
      return { bytes: png(modules), contentType: "image/png" };
  }
}

function svg(modules: readonly (readonly boolean[])[]): string {
  const size = modules.length;
  const pixels = size * PIXELS_A_MODULE;
  const squares = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<rect width="${size}" height="${size}" fill="#ffffff"/>`,
    `<path fill="#000000" d="${squares.join("")}"/>`,
    `</svg>`,
  ].join("\n");
}

function jpeg(modules: readonly (readonly boolean[])[]): Uint8Array {
  return encodeJpeg(raster(modules), JPEG_QUALITY).data;
}

function png(modules: readonly (readonly boolean[])[]): Uint8Array {
  const { data, width, height } = raster(modules);
  const image = new PNG({ width, height });
  image.data = data;
  return PNG.sync.write(image, { colorType: 0 });
}

function raster(modules: readonly (readonly boolean[])[]): { data: Buffer; width: number; height: number } {
  const width = modules.length * PIXELS_A_MODULE;
  const data = Buffer.alloc(width * width * 4, 0xff);
  for (let y = 0; y < width; y += 1) {
    const row = modules[Math.floor(y / PIXELS_A_MODULE)] ?? [];
    for (let x = 0; x < width; x += 1) {
      if (row[Math.floor(x / PIXELS_A_MODULE)] === true) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height: width };
}
