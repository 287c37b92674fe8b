// A scanner room that ignores the continuation flag: planted.ts changes what is imported from here.
export { openScanners } from "#devices/scanners.ts";
