// The command line of Counterfoil, the same for `npm start` and for both hosts. Reading it touches nothing.
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { TerminalOptions } from "./terminal.ts";

export type HostChoice = "electron" | "browser" | "whichever";

export type StartOptions = { readonly host: HostChoice; readonly dataFolder: string };

export type OptionsVerdict =
  | ({ readonly kind: "start" } & StartOptions)
  | { readonly kind: "help"; readonly text: string }
  /** One clear sentence for the person who typed it. */
  | { readonly kind: "refused"; readonly sentence: string };

/** What the reading depends on besides the words themselves. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  /** Where a relative `--data` begins: the folder in which the person typed. */
  readonly workingFolder: string;
};

export const HELP = `Counterfoil, a payment terminal on two screens.

  npm start                        opens the terminal, in training mode where no keys are set
  npm start -- --host=electron     in Electron's windows, or not at all
  npm start -- --host=browser      in the windows of an installed Chromium, Chrome or Edge
  npm start -- --data DIR          keeps ledger and settings in DIR
  npm start -- --help              prints this

OMISE_PUBLIC_KEY and OMISE_SECRET_KEY in the environment connect it to Omise.
OMISE_WEBHOOK_SECRET (and OMISE_WEBHOOK_SECRET_PREVIOUS while it is replaced) belongs to the receiver of webhooks, where
settings.json has it on.`;

/** What no file of ours holds: keys and secrets come by the environment. */
export function secretsIn(
  environment: Surroundings["environment"],
): Required<Pick<TerminalOptions, "keys" | "webhookKeys">> {
  return {
    keys: { publicKey: environment["OMISE_PUBLIC_KEY"], secretKey: environment["OMISE_SECRET_KEY"] },
    webhookKeys: {
      secret: environment["OMISE_WEBHOOK_SECRET"],
      previous: environment["OMISE_WEBHOOK_SECRET_PREVIOUS"],
    },
  };
}

/** The folder for ledger and settings where none is named, as each system wants it. */
export function defaultDataFolder({ environment, platform, homeFolder }: Surroundings): string {
  if (platform === "win32")
    return join(environment["APPDATA"] || join(homeFolder, "AppData", "Roaming"), "counterfoil");
  if (platform === "darwin") return join(homeFolder, "Library", "Application Support", "counterfoil");
  const dataHome = environment["XDG_DATA_HOME"] ?? "";
  // The base directory specification has a relative path there ignored.
  return join(isAbsolute(dataHome) ? dataHome : join(homeFolder, ".local", "share"), "counterfoil");
}

/** Linux alone can run without a screen, and says so in the environment. */
export function hasDisplay({ environment, platform }: Pick<Surroundings, "environment" | "platform">): boolean {
  if (platform === "win32" || platform === "darwin") return true;
  return Boolean(environment["DISPLAY"] || environment["WAYLAND_DISPLAY"]);
}

/** The surroundings of this very process. npm runs a script in the project's folder and keeps the person's own in INIT_CWD. */
export function theseSurroundings(): Surroundings {
  return {
    environment: process.env,
    platform: process.platform,
    homeFolder: homedir(),
    workingFolder: process.env["INIT_CWD"] ?? process.cwd(),
  };
}

function hostOf(word: string | undefined): HostChoice | undefined {
  if (word === undefined) return "whichever";
  return word === "electron" || word === "browser" ? word : undefined;
}

function refused(sentence: string): OptionsVerdict {
  return { kind: "refused", sentence: `${sentence} \`npm start -- --help\` lists what there is.` };
}

type Written = { host?: string[]; data?: string[]; help?: boolean };

/** Node names the wrong word, but explains at length how to escape it: the person gets the name and nothing else. */
function read(args: readonly string[]): { values: Written } | { wrong: string } {
  const { tokens } = parseArgs({ args: [...args], options: SHAPE, strict: false, tokens: true });
  const values: Written = {};
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") return { wrong: `There is no option \`${token.value}\`.` };
    if (token.name === "help" && token.value === undefined) values.help = true;
    else if (token.name === "host" || token.name === "data") {
      if (!token.value) return { wrong: `\`--${token.name}\` needs a value.` };
      (values[token.name] ??= []).push(token.value);
    } else return { wrong: `There is no option \`${token.rawName}\`${token.name === "help" ? " with a value" : ""}.` };
  }
  return { values };
}

const SHAPE = {
  host: { type: "string", multiple: true },
  data: { type: "string", multiple: true },
  help: { type: "boolean" },
} as const;

/** Reads the words after the program's name. */
export function readOptions(args: readonly string[], surroundings: Surroundings): OptionsVerdict {
  const reading = read(args);
  if ("wrong" in reading) return refused(reading.wrong);
  const { help, host: hosts = [], data: folders = [] } = reading.values;
  if (help) return { kind: "help", text: HELP };
  if (hosts.length > 1) return refused("`--host` may be given once.");
  if (folders.length > 1) return refused("`--data` may be given once.");
  const host = hostOf(hosts[0]);
  if (host === undefined) return refused(`There is no host \`${hosts[0]}\`: it is \`electron\` or \`browser\`.`);
  const folder = folders[0];
  return {
    kind: "start",
    host,
    dataFolder: folder === undefined ? defaultDataFolder(surroundings) : resolve(surroundings.workingFolder, folder),
  };
}
