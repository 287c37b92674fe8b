// The provider's QR picture, read and drawn anew: dark on white, whole pixels, a quiet zone of four modules.
// What cannot be read is shown as it came; nothing is ever shown that says something else.
import jsQR from "jsqr";
import { encode } from "uqr";
import type { OutputOf } from "#contract/commands.ts";

export type QrMatrix = {
  readonly payload: string;
  readonly size: number;
  readonly dark: readonly (readonly boolean[])[];
};
export type QrPicture =
  | { readonly kind: "matrix"; readonly matrix: QrMatrix; readonly url: string }
  | { readonly kind: "picture"; readonly url: string };

/** Enough for a picture of a few hundred pixels to have five pixels a module when it is read. */
const READ_AT_LEAST = 800;
const READ_AT_MOST = 1400;
const QUIET_MODULES = 4;
/** Coarser than this on a customer's screen and a phone at arm's length has trouble. */
const GOOD_MODULE_PX = 6;

/** @returns with `url`, which the caller revokes */
export async function openPicture(bytes: OutputOf<"picture/bytes">): Promise<QrPicture> {
  const raw = Uint8Array.from(atob(bytes.base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([raw], { type: bytes.mediaType }));
  const payload = await payloadOf(url);
  return payload === null ? { kind: "picture", url } : { kind: "matrix", url, matrix: matrixOf(payload) };
}

/** An SVG is only ever an image here: its scripts and links stay dead. */
async function payloadOf(url: string): Promise<string | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch (cause) {
    if (cause instanceof DOMException) return null;
    throw cause;
  }
  const natural = Math.max(image.naturalWidth, image.naturalHeight, 1);
  const scale = Math.min(Math.max(1, READ_AT_LEAST / natural), READ_AT_MOST / natural);
  const width = Math.round((image.naturalWidth || natural) * scale);
  const height = Math.round((image.naturalHeight || natural) * scale);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (brush === null) return null;
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, width, height);
  brush.imageSmoothingEnabled = scale < 1;
  brush.drawImage(image, 0, 0, width, height);
  return read(brush, width, height);
}

function read(brush: CanvasRenderingContext2D, width: number, height: number): string | null {
  const found = jsQR(brush.getImageData(0, 0, width, height).data, width, height);
  return found === null || found.data === "" ? null : found.data;
}

function matrixOf(payload: string): QrMatrix {
  const { data, size } = encode(payload, { ecc: "M", border: QUIET_MODULES });
  return { payload, size, dark: data };
}

/** Draws at the largest whole number of device pixels a module that fits.
 *  @param boxPx side of the room for it, in device pixels
 *  @returns whether what stands there now reads as the payload; a small copy for the cashier is not read again */
export function drawMatrix(canvas: HTMLCanvasElement, matrix: QrMatrix, boxPx: number): boolean {
  const modulePx = Math.max(1, Math.floor(boxPx / matrix.size));
  const side = modulePx * matrix.size;
  canvas.width = side;
  canvas.height = side;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (brush === null) return false;
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, side, side);
  brush.fillStyle = "#000";
  for (const [y, row] of matrix.dark.entries()) {
    for (const [x, dark] of row.entries()) if (dark) brush.fillRect(x * modulePx, y * modulePx, modulePx, modulePx);
  }
  return modulePx < GOOD_MODULE_PX || read(brush, side, side) === matrix.payload;
}
