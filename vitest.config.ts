// One run over every suite. `unit` is quick and needs neither build nor browser; the others come after `npm run build`.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const MINUTE_MS = 60_000;
/** Rooms whose tests open windows, start programs or read the built product. All else is quick. */
const SLOW = ["hosts", "renderer", "packaging", "e2e", "crash", "scenes", "hid-vm", "keyboard"];
const standIn = fileURLToPath(new URL("./test/hosts/electron/stand-in.ts", import.meta.url));

/** Suites that share the one screen, keyboard and processor run one file after another. */
function oneAtATime(name: string, order: number) {
  return {
    name,
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 2 * MINUTE_MS,
    hookTimeout: 2 * MINUTE_MS,
    sequence: { groupOrder: order },
  };
}

function project(folder: string, name: string, order: number) {
  return {
    extends: true as const,
    test: { ...oneAtATime(name, order), include: [`test/${folder}/**/*.test.{ts,tsx}`] },
  };
}

export default defineConfig({
  test: {
    environment: "node",
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: SLOW.map((folder) => `test/${folder}/**`),
          testTimeout: 20_000,
          hookTimeout: 20_000,
          // Most of them wait for sockets, timers and child processes: three at once halve the time on two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        resolve: { alias: { electron: standIn } },
        test: { ...oneAtATime("electron", 1), include: ["test/hosts/electron/**/*.test.ts"] },
      },
      project("packaging", "packaging", 2),
      project("renderer", "renderer", 3),
      project("hosts/browser", "hosts", 4),
      project("e2e", "e2e", 5),
      project("crash", "crash", 6),
      project("hid-vm", "hid-vm", 7),
      project("keyboard", "keyboard", 8),
    ],
  },
});
