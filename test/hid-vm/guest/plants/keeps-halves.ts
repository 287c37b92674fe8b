// A scanner room that keeps a half scan for ever: planted.ts changes what is imported from here.
export { openScanners } from "#devices/scanners.ts";
