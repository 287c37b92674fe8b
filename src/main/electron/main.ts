// The entry of the Electron host: the version of Node first, then everything else. Nothing here reaches better-sqlite3 before
// that. No top-level wait for `ready`: Electron becomes ready only after this module has been evaluated.
import { app, dialog } from "electron";
import { nodeVersionRefusal } from "#main/node-version.mjs";

/** Where a person can see a box. */
function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/** On the terminal it was started from; started from an icon nobody sees that, so then in a box as well. */
async function refuse(sentence: string): Promise<void> {
  process.stderr.write(`${sentence}\n`);
  if (!app.isPackaged || !hasDisplay()) return;
  await app.whenReady();
  dialog.showErrorBox("Counterfoil", sentence);
}

async function open(): Promise<void> {
  const [{ ownWords }, { runHost }, { readOptions, secretsIn, theseSurroundings }, { openTerminal }] =
    await Promise.all([
      import("./command-line.ts"),
      import("./host.ts"),
      import("#main/options.ts"),
      import("#main/compose.ts"),
    ]);
  void runHost({
    options: readOptions(ownWords(process.argv, app.isPackaged), theseSurroundings()),
    openTerminal,
    ...secretsIn(process.env),
    waits: { after: waitOnce, every: waitEvery },
    log: (event, facts = {}) => process.stderr.write(`${JSON.stringify({ event, ...facts })}\n`),
    print: (text) => process.stdout.write(`${text}\n`),
    refuse,
  });
}

function waitOnce(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

function waitEvery(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

const refusal = nodeVersionRefusal(process.versions.node);
if (refusal === undefined) await open();
else void refuse(refusal).then(() => app.exit(1));
