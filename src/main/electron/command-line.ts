// Which words of Electron's command line are ours. The rest belong to Electron and Chromium.

/** Switches of Chromium that a shop's PC may need; the last one is how Linux starts it as root. */
const PASSED_BY = [
  "--disable-gpu",
  "--ozone-platform",
  "--force-device-scale-factor",
  "--disable-dev-shm-usage",
  "--no-sandbox",
];

/** @param argv `process.argv`: the program; when not packaged then Electron's own switches and the app's folder; then the words
 *  @returns our words for `readOptions`. In a package a switch that opens a debugging port is one of them, and so refused. */
export function ownWords(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const afterProgram = argv.slice(1);
  const appAt = isPackaged ? -1 : afterProgram.findIndex((word) => !word.startsWith("-"));
  return afterProgram.slice(appAt + 1).filter((word) => !PASSED_BY.includes(word.split("=", 1)[0] ?? ""));
}
