// A stage for the built pages: their files under the product's own policy, and a door that speaks the agreed handshake and
// wire and always sends the snapshots of one scene.
import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer, type WebSocket } from "ws";
import { failure, type FailureCode } from "#contract/failure.ts";
import { contentSecurityPolicy } from "#main/csp.ts";
import { pictureByHash } from "./pictures.ts";
import { dayRows } from "./other-views.ts";

export const BUILT = fileURLToPath(new URL("../../out/renderer", import.meta.url));

export type Asked = { readonly command: string; readonly input: unknown };
export type Stage = {
  readonly origin: string;
  /** Everything that pages asked for, oldest first. */
  readonly asked: Asked[];
  /** What every page sees from now on: at once, and when it joins. */
  show(snapshots: ReadonlyMap<string, unknown>): void;
  /** Answers this command so from now on; `undefined` goes back to the usual answer. */
  answer(command: string, output: unknown): void;
  /** Refuses this command from now on, by a code of the contract. */
  refuse(command: string, code: FailureCode): void;
  /** Takes all answers and refusals back. */
  usual(): void;
  /** Cuts every line and refuses new ones until `show` is called. */
  cut(): void;
  close(): Promise<void>;
};

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

type Playing = {
  snapshots: ReadonlyMap<string, unknown>;
  open: boolean;
  readonly answers: Map<string, unknown>;
  readonly refusals: Map<string, FailureCode>;
  readonly watches: Map<WebSocket, Set<string>>;
  readonly asked: Asked[];
};

/** @param extra more of the page's head, to plant what the policy must stop
 *  @param built the folder of the pages; others than the built ones have a fault planted */
export async function openStage(extra = "", built = BUILT): Promise<Stage> {
  const playing: Playing = {
    snapshots: new Map(),
    open: true,
    answers: new Map(),
    refusals: new Map(),
    watches: new Map(),
    asked: [],
  };
  const files = await readBuilt(built);
  const server = createServer((request, response) => serve(request, response, { files, extra, built }));
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (!playing.open) socket.destroy();
    else sockets.handleUpgrade(request, socket, head, (line) => welcomePage(playing, line));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked: playing.asked,
    show(snapshots) {
      playing.snapshots = snapshots;
      playing.open = true;
      for (const [line, names] of playing.watches) for (const name of names) tell(playing, line, name);
    },
    answer: (command, output) => void playing.answers.set(command, output),
    refuse: (command, code) => void playing.refusals.set(command, code),
    usual() {
      playing.answers.clear();
      playing.refusals.clear();
    },
    cut() {
      playing.open = false;
      for (const line of playing.watches.keys()) line.terminate();
    },
    async close() {
      for (const line of sockets.clients) line.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** All of it at once: a build that runs meanwhile does not pull the files away. */
async function readBuilt(built: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(built, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
}

type Served = { readonly files: ReadonlyMap<string, Buffer>; readonly extra: string; readonly built: string };

function serve(request: IncomingMessage, response: ServerResponse, { files, extra, built }: Served): void {
  const { pathname } = new URL(request.url ?? "/", "http://stage");
  const path = join(built, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  const bytes = files.get(path);
  // The page asked for what is not built: the browser reports it, and the run fails by that.
  if (bytes === undefined) return void response.writeHead(404).end();
  const html = extname(path) === ".html";
  const connect = `ws://${request.headers.host ?? ""}`;
  response.writeHead(200, {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    ...(html ? { "content-security-policy": contentSecurityPolicy({ connect }) } : {}),
  });
  response.end(html ? bytes.toString().replace("</head>", `${extra}</head>`) : bytes);
}

function welcomePage(playing: Playing, line: WebSocket): void {
  const watched = new Set<string>();
  let welcome = false;
  line.on("close", () => playing.watches.delete(line));
  line.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Record<string, unknown>;
    if (!welcome) {
      welcome = true;
      playing.watches.set(line, watched);
      line.send(JSON.stringify({ welcome: { key: "a key of the stage" } }));
    } else if (typeof message["watch"] === "string") {
      watched.add(message["watch"]);
      tell(playing, line, message["watch"]);
    } else if (typeof message["command"] === "string") {
      playing.asked.push({ command: message["command"], input: message["input"] });
      line.send(JSON.stringify({ answer: message["ask"], ...answerOf(playing, message["command"], message["input"]) }));
    }
  });
}

function tell({ snapshots }: Playing, line: WebSocket, name: string): void {
  const snapshot = snapshots.get(name);
  if (snapshot !== undefined) line.send(JSON.stringify({ view: name, snapshot }));
}

function answerOf(playing: Playing, command: string, input: unknown): object {
  const code = playing.refusals.get(command);
  if (code === undefined) return { output: outputOf(playing, command, input) };
  return { failure: failure(code, "refused on the stage") };
}

function outputOf({ answers }: Playing, command: string, input: unknown): unknown {
  const told = answers.get(command);
  if (told !== undefined) return told;
  if (command === "picture/bytes") return pictureByHash((input as { hash: string }).hash);
  return command === "day/rows" ? { rows: dayRows } : null;
}
