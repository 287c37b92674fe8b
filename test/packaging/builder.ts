// The packaging tools as these tests use them, by a path inside a pinned electron-builder (package.json).
import { DebugLogger } from "builder-util";
import { getConfig, validateConfiguration } from "app-builder-lib/out/util/config/config.js";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/** Checks a configuration file by electron-builder's own schema. Rejects with what is wrong. */
export async function checkConfiguration(path: string) {
  const configuration = await getConfig(PROJECT, path, null);
  await validateConfiguration(configuration, new DebugLogger(false));
  return configuration;
}
