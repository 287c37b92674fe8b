// What the Electron host itself has to tell: events and plain facts, never a text of a page, a key or a whole address.

export type HostLog = (event: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;

/** Scheme and host of an address, the most of it that may stand in a log. */
export function placeOf(address: string): string {
  if (!URL.canParse(address)) return "no address";
  const url = new URL(address);
  return `${url.protocol}//${url.host}`;
}
