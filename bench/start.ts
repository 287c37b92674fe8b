// From the start of the process to both windows joined to the till, on two monitors. Floor: a bare Chromium, started in the
// same way, until it shows two blank windows on the same monitors.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "#main/browser/chromium.ts";
import { findBrowser } from "#main/browser/find-browser.ts";
import { theseSurroundings } from "#main/options.ts";
import { openMonitors, type Monitors } from "#test/support/monitors.ts";
import type { Row } from "./figures.ts";
import { firstLine } from "./process-facts.ts";

const ROUNDS = 5;

export async function benchStart(): Promise<Row> {
  const monitors = await openMonitors({ first: "1024x768", second: "1920x1080" });
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await startTill(monitors, join(folder, `till-${round}`)));
    floor.push(await startBare(monitors, join(folder, `bare-${round}`)));
  }
  await monitors.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    name: "start to both windows usable",
    unit: "ms",
    ours,
    floor,
    floorIs: "bare Chromium showing two blank windows",
  };
}

async function startTill(monitors: Monitors, folder: string): Promise<number> {
  const before = performance.now();
  const till = spawn(process.execPath, ["out/main/browser.js", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DISPLAY: monitors.display },
  });
  await firstLine(till, /Both windows are open/);
  const took = performance.now() - before;
  till.kill("SIGTERM");
  await new Promise((resolve) => till.once("exit", resolve));
  return took;
}

async function startBare(monitors: Monitors, folder: string): Promise<number> {
  const program = findBrowser(theseSurroundings());
  if (program === undefined) throw new Error("no Chromium, Chrome or Edge was found");
  const before = performance.now();
  const environment = { ...process.env, DISPLAY: monitors.display };
  const chromium = await launchChromium({
    program,
    profileFolder: folder,
    address: "data:text/html,<p>one</p>",
    environment,
  });
  const { devTools } = chromium;
  const { targetId } = await devTools.ask({
    method: "Target.createTarget",
    params: { url: "data:text/html,<p>two</p>", newWindow: true, left: 1024, top: 0, width: 1920, height: 1080 },
  });
  for (const target of [targetId, await firstPage(devTools, targetId)]) await drawn(devTools, target);
  const took = performance.now() - before;
  await chromium.close();
  return took;
}

const DRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))";

type DevTools = Awaited<ReturnType<typeof launchChromium>>["devTools"];

async function firstPage(devTools: DevTools, other: string): Promise<string> {
  for (;;) {
    const { targetInfos } = await devTools.ask({ method: "Target.getTargets" });
    const page = targetInfos.find((target) => target.type === "page" && target.targetId !== other);
    if (page) return page.targetId;
  }
}

/** A frame after the page has been loaded. */
async function drawn(devTools: DevTools, targetId: string): Promise<void> {
  const { sessionId } = await devTools.ask({ method: "Target.attachToTarget", params: { targetId, flatten: true } });
  for (let tries = 1; ; tries += 1) {
    try {
      const params = { expression: DRAWN, awaitPromise: true };
      await devTools.ask({ method: "Runtime.evaluate", params, session: sessionId });
      return;
    } catch (cause) {
      // The blank page that every window begins with was left while it was asked.
      if (tries === 20) throw cause;
    }
  }
}
