// The wire between a till and the pretend bank: every request stops before it is passed on, when the bank has answered, and
// when its answer has been passed on.
import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import { finished } from "node:stream/promises";

type Wire = {
  readonly origin: string;
  close(): Promise<void>;
};

type WireParts = {
  readonly bankOrigin: string;
  /** The statuses of the bank's charges, for the name of a point. */
  readonly statuses: () => string;
  /** Told of each point; true when the till was killed there. */
  readonly reached: (point: string) => Promise<boolean>;
};

type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
};
type Answered = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

export async function openWire(parts: WireParts): Promise<Wire> {
  let origin = "";
  /** What is still on its way when its till is dead: it reaches the bank after the next till has looked for it in vain. */
  let onItsWay: Asked | null = null;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    const route = `${asked.method} ${routeOf(asked.path)}`;
    const name = `${route} [${parts.statuses() || "none"}]`;
    if (await parts.reached(`${name}: before`)) return hangUp(response);
    if (route === "POST /charges" && (await parts.reached(`${name}: heard late`))) {
      onItsWay = asked;
      return hangUp(response);
    }
    const answer = await forward(parts.bankOrigin, asked);
    if ((await parts.reached(`${name}: answered`)) || answer === null) return hangUp(response);
    pass(response, answer, (text) => text.replaceAll(parts.bankOrigin, origin));
    await finished(response);
    await parts.reached(`${name}: passed on`);
    if (route !== "GET /charges" || onItsWay === null) return;
    const late = onItsWay;
    onItsWay = null;
    await forward(parts.bankOrigin, late);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => hangUp(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the wire has no port");
  origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Ids and tokens of a path say nothing of the step that is taken. */
function routeOf(path: string): string {
  return path.replace(/\?.*$/, "").replaceAll(/\/(?:[a-z]+_[\w]*|[\w-]{12,})(?=\/|$)/g, "/:id");
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body: Buffer.concat(parts),
  };
}

/** One request, one connection. Null when the bank hung up. */
function forward(origin: string, { method, path, headers, body }: Asked): Promise<Answered | null> {
  return new Promise((resolve) => {
    const own = { ...headers, host: new URL(origin).host, connection: "close" };
    const out = send(`${origin}${path}`, { method, headers: own, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", () => resolve(null));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    out.on("error", () => resolve(null));
    out.end(body);
  });
}

function pass(response: ServerResponse, { status, headers, body }: Answered, rewrite: (text: string) => string): void {
  const isJson = headers["content-type"]?.includes("json") ?? false;
  const bytes = isJson ? Buffer.from(rewrite(body.toString("utf8"))) : body;
  const { "content-length": _length, "transfer-encoding": _encoding, connection: _connection, ...rest } = headers;
  response.writeHead(status, { ...rest, "content-length": bytes.byteLength });
  response.end(bytes);
}

function hangUp(response: ServerResponse): void {
  response.destroy();
}
