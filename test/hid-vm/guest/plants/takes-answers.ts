// A scanner room that takes answers to menu commands for scans: planted.ts changes what is imported from here.
export { openScanners } from "#devices/scanners.ts";
