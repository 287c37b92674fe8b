// The pretend bank's books in one file of the data folder, so that a payment that was open when the training till closed
// is still known to its bank after the next start.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StartRefusal } from "./terminal.ts";
import { writeWhole } from "./whole-file.ts";

type TrainingBooks = {
  readonly path: string;
  /** What an earlier run saved; null where there is no file. */
  readonly text: string | null;
  /** Writes the file whole, mode 0600. Throws the system's error when it can not. */
  save(text: string): void;
};

/** Throws a `StartRefusal` for a file that is there and cannot be read; it is left as it is. */
export function openTrainingBooks(dataFolder: string): TrainingBooks {
  const path = join(dataFolder, "training-bank.json");
  return { path, text: existsSync(path) ? read(path) : null, save: (text) => writeWhole(path, text) };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown";
    throw new StartRefusal(`The books of the training bank in ${path} cannot be read (${why}).`);
  }
}
