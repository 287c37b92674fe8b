// `npm run record -- NAME`: writes down what scanners send, as a fixture for test/devices/recordings.ts. Codes are replaced by
// pretend ones before anything is printed or written.
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serialPlaceSchema, type ScannerSettings } from "#contract/scanners.ts";
import { nodeVersionRefusal } from "#main/node-version.mjs";

const USAGE = `Usage: npm run record -- NAME [--data DIR] [--serial PATH [--baud N] [--suffix auto|cr|lf|crlf|tab|none] [--quiet MS]]
                           [--seconds N] [--about TEXT] [--to DIR]
Opens the scanners of the till's settings, or the one on a serial port, and writes what they send to
test/devices/recordings/NAME.json until Enter is pressed. Close the till first: a port has one owner.
A scanner in keyboard mode is recorded by the test scan of the till's set-up.`;

const RECORDINGS = fileURLToPath(new URL("../../../test/devices/recordings", import.meta.url));

type Wanted = {
  readonly path: string;
  readonly about: string;
  readonly settings: ScannerSettings;
  /** null: until Enter. */
  readonly seconds: number | null;
};

async function wantedBy(words: readonly string[]): Promise<Wanted> {
  const text = { type: "string" } as const;
  const options = {
    data: text,
    serial: text,
    baud: text,
    suffix: text,
    quiet: text,
    seconds: text,
    about: text,
    to: text,
  };
  const { positionals, values } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  const [name = "", ...more] = positionals;
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name) || more.length > 0)
    throw new Error("One NAME is needed, of small letters, digits and hyphens.");
  const { theseSurroundings } = await import("#main/options.ts");
  const from = (path: string): string => resolve(theseSurroundings().workingFolder, path);
  const path = join(values.to === undefined ? RECORDINGS : from(values.to), `${name}.json`);
  if (existsSync(path)) throw new Error(`There is a recording ${path} already.`);
  const settings =
    values.serial === undefined ? await settingsOf(values.data && from(values.data)) : onlySerial(values);
  const seconds = values.seconds === undefined ? null : Number(values.seconds);
  if (seconds !== null && !(seconds > 0 && seconds <= 3600)) throw new Error("--seconds is a number up to 3600.");
  return { path, about: (values.about ?? "").slice(0, 300), settings, seconds };
}

async function settingsOf(folder: string | undefined): Promise<ScannerSettings> {
  const { defaultDataFolder, theseSurroundings } = await import("#main/options.ts");
  const { openSettings } = await import("#main/settings-file.ts");
  return openSettings(folder ?? defaultDataFolder(theseSurroundings())).read().scanners;
}

type SerialWords = Readonly<Partial<Record<"serial" | "baud" | "suffix" | "quiet", string | undefined>>>;

function onlySerial({ serial, baud, suffix, quiet }: SerialWords): ScannerSettings {
  const place = serialPlaceSchema.parse({
    path: serial,
    ...(baud !== undefined && { baudRate: Number(baud) }),
    ...(suffix !== undefined && { suffix }),
    ...(quiet !== undefined && { quietMs: Number(quiet) }),
  });
  return { hid: false, honeywellRedirect: false, serial: [place], keyGapMs: 50 };
}

async function run(words: readonly string[]): Promise<string> {
  const misfit = nodeVersionRefusal(process.versions.node);
  if (misfit !== undefined) throw new Error(misfit);
  const { path, about, settings, seconds } = await wantedBy(words);
  const { openScanners } = await import("#devices/scanners.ts");
  const { recordScanners } = await import("#main/recorder.ts");
  const { recordingText } = await import("#main/scan-recording.ts");
  const { writeWhole } = await import("#main/whole-file.ts");
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const scanners = await openScanners({ clock: machineClock, log: silent, ...settings, pretend: false });
  try {
    const recorder = recordScanners(scanners, settings.serial, print);
    for (const { name, state, words: why, note } of scanners.list())
      print(`${state}: ${name} ${why ?? ""} ${note}`.trim());
    print(seconds === null ? "Scan. Enter ends the recording." : `Scan. The recording ends after ${seconds} s.`);
    await ended(seconds);
    const recording = recorder.recording(about);
    if (recording.heard.length === 0) throw new Error("Nothing has arrived; no file was written.");
    mkdirSync(join(path, ".."), { recursive: true });
    writeWhole(path, recordingText(recording));
    return `${recording.heard.length} arrivals in ${path}`;
  } finally {
    await scanners.close();
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const machineClock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after(ms: number, act: () => void) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

async function ended(seconds: number | null): Promise<void> {
  if (seconds !== null) return void (await new Promise((done) => setTimeout(done, seconds * 1000)));
  const lines = createInterface({ input: process.stdin });
  await new Promise<void>((done) => {
    lines.once("line", () => done());
    lines.once("close", () => done());
    process.once("SIGINT", () => done());
  });
  lines.close();
}

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
