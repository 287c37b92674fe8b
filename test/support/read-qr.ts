// Reads a QR code off pixels. jsqr is CommonJS with a `default` of its own, which Node and the types see differently.
import jsqr from "jsqr";

const read = (jsqr as unknown as { readonly default: typeof jsqr }).default;

/** @param data RGBA, four bytes a pixel; null where no code is seen */
export function readQr(data: Uint8ClampedArray, width: number, height: number): string | null {
  return read(data, width, height)?.data ?? null;
}
