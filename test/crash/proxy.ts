// The wire between a till and the pretend bank: every request stops before it is passed on, when the bank has answered, and
// when its answer has been passed on. It counts what was ever sent that costs money.
import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import { finished } from "node:stream/promises";

type Wire = {
  readonly origin: string;
  close(): Promise<void>;
};

type WireParts = {
  readonly bankOrigin: string;
  /** How the bank's books stand, for the name of a point. */
  readonly standing: () => string;
  /** Told of every request that charges or sends back, before anything else becomes of it. */
  readonly costs: (post: Post) => void;
  /** Told of each point; true when the till was killed there. */
  readonly reached: (point: string) => Promise<boolean>;
};

/** A request that charges or sends back: whose it is, and the status of its answer; null while there is none. */
export type Post = { readonly what: "charge" | "refund"; readonly id: string; status: number | null };

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
  let onItsWay: { readonly asked: Asked; readonly after: string } | null = null;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    const route = `${asked.method} ${routeOf(asked.path)}`;
    const name = `${route} [${parts.standing()}]`;
    const post = postOf(route, asked.body);
    if (post) parts.costs(post);
    if (await parts.reached(`${name}: before`)) return hangUp(response);
    if (post && (await parts.reached(`${name}: heard late`))) {
      onItsWay = { asked, after: LOOKS[post.what] };
      return hangUp(response);
    }
    const answer = await forward(parts.bankOrigin, asked);
    if (post) post.status = answer?.status ?? null;
    if ((await parts.reached(`${name}: answered`)) || answer === null) return hangUp(response);
    pass(response, answer, (text) => text.replaceAll(parts.bankOrigin, origin));
    await finished(response);
    await parts.reached(`${name}: passed on`);
    if (route !== onItsWay?.after) return;
    const late = onItsWay.asked;
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

const LOOKS = { charge: "GET /charges", refund: "GET /charges/:id" } as const;
const POSTS: Readonly<Record<string, Pick<Post, "what"> & { readonly mark: string }>> = {
  "POST /charges": { what: "charge", mark: "metadata[cf_attempt]" },
  "POST /charges/:id/refunds": { what: "refund", mark: "metadata[cf_refund]" },
};

function postOf(route: string, body: Buffer): Post | null {
  const post = POSTS[route];
  if (!post) return null;
  const id = new URLSearchParams(body.toString("utf8")).get(post.mark);
  return { what: post.what, id: id ?? "of no id", status: null };
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
