// The wire between the tills and the pretend bank: plain TCP of our own that passes requests on, and cuts, delays, half-closes,
// refuses and resets as it is told. Whatever it delays waits in the world's time, and it says whether it is still at work.
import type { Socket } from "node:net";
import { passedOn, readRequest, statusOf, type Asked } from "./framing.ts";
import { askBank, cut, openDoor } from "./sockets.ts";
import { isWait, type Route, type Stroke, type StrokeKind } from "./strokes.ts";
import type { WorldTime } from "./time.ts";

/** The client's own patience; after it the till hears no more, and the bank may still. */
const PATIENCE_MS = 30_000;

/** One request as it came to the wire. */
export type Exchange = {
  readonly route: Route;
  readonly life: number;
  readonly atMs: number;
  /** The attempt or refund that it is about, by its own id. */
  readonly subject: string | null;
  readonly code: string | null;
  /** The status of the answer that was passed on whole; null while there is none. */
  status: number | null;
};

export type Wire = {
  readonly origin: string;
  readonly exchanges: readonly Exchange[];
  /** How often each fault has met something. */
  readonly met: ReadonlyMap<string, number>;
  add(stroke: Stroke): void;
  /** Connections are refused for so long, and those that stand are reset. */
  refuse(ms: number): Promise<void>;
  resetAll(): void;
  /** No more faults; what is on its way arrives at its time. */
  calm(): Promise<void>;
  /** Requests that move now. */
  busy(): number;
  /** Requests whose till waits while they rest. */
  resting(): number;
  close(): Promise<void>;
};

type WireParts = {
  readonly bankOrigin: string;
  readonly time: WorldTime;
  /** The number of the till's life that is on the wire now. */
  readonly life: () => number;
  readonly stirred: () => void;
};

type Room = WireParts & {
  readonly origin: () => string;
  readonly clients: Set<Socket>;
  readonly resting: Set<Socket>;
  readonly exchanges: Exchange[];
  readonly met: Map<string, number>;
  strokes: readonly Stroke[];
  busy: number;
};

export async function openWire(parts: WireParts): Promise<Wire> {
  const room: Room = {
    ...parts,
    origin: () => `http://127.0.0.1:${door.port}`,
    clients: new Set(),
    resting: new Set(),
    exchanges: [],
    met: new Map(),
    strokes: [],
    busy: 0,
  };
  const door = await openDoor((client) => serve(room, client));
  const resetAll = (): void => room.clients.forEach(cut);
  const reopen = (): Promise<void> => atWork(room, () => door.open());
  let callOff = (): void => undefined;
  return {
    origin: room.origin(),
    exchanges: room.exchanges,
    met: room.met,
    add(stroke) {
      room.strokes = [...room.strokes, stroke];
    },
    async refuse(ms) {
      count(room, "refused-connections");
      callOff();
      door.shut();
      resetAll();
      callOff = parts.time.after(ms, () => void reopen());
    },
    resetAll,
    async calm() {
      room.strokes = [];
      callOff();
      await reopen();
    },
    busy: () => room.busy,
    resting: () => [...room.resting].filter((client) => !client.destroyed).length,
    async close() {
      callOff();
      door.shut();
      resetAll();
    },
  };
}

function count({ met }: Room, kind: string): void {
  met.set(kind, (met.get(kind) ?? 0) + 1);
}

async function atWork(room: Room, work: () => Promise<void>): Promise<void> {
  room.busy += 1;
  try {
    await work();
  } finally {
    room.busy -= 1;
    room.stirred();
  }
}

function serve(room: Room, client: Socket): void {
  let heard: Buffer = Buffer.alloc(0);
  let isAsking = false;
  room.clients.add(client);
  client.on("error", () => undefined);
  client.on("close", () => {
    room.clients.delete(client);
    room.stirred();
  });
  client.on("end", () => client.end());
  client.on("data", (data: Buffer) => {
    heard = Buffer.concat([heard, data]);
    const whole = isAsking ? null : readRequest(heard, room.bankOrigin);
    if (whole === null) return;
    heard = heard.subarray(whole.length);
    isAsking = true;
    void atWork(room, () => carry(room, client, whole.asked)).finally(() => (isAsking = false));
  });
}

type Passing = {
  readonly room: Room;
  readonly client: Socket;
  readonly asked: Asked;
  readonly exchange: Exchange;
  readonly ms: number;
};

async function carry(room: Room, client: Socket, asked: Asked): Promise<void> {
  const exchange = noted(room, asked);
  room.exchanges.push(exchange);
  const stroke = take(room, exchange.route);
  const passing: Passing = { room, client, asked, exchange, ms: stroke?.ms ?? 0 };
  if (stroke === null) return answer(passing, await forward(passing));
  count(room, stroke.stroke);
  await STROKES[stroke.stroke](passing);
}

function noted({ life, time }: Room, { method, path, body }: Asked): Exchange {
  const fields = new URLSearchParams(body);
  const subject = fields.get("metadata[cf_attempt]") ?? fields.get("metadata[cf_refund]");
  const code = fields.get("source[barcode]");
  return { route: routeOf(method, path), life: life(), atMs: time.nowMs(), subject, code, status: null };
}

function routeOf(method: string, path: string): Route {
  if (/^\/(?:account|capability)$/.test(path)) return "account";
  if (path === "/charges") return method === "POST" ? "charge" : "list";
  if (/^\/charges\/[^/]+\/expire$/.test(path)) return "expire";
  if (/^\/charges\/[^/]+\/documents\//.test(path)) return "picture";
  if (/^\/charges\/[^/]+$/.test(path) && method === "GET") return "read";
  return /^\/charges\/[^/]+\/refunds/.test(path) && method === "POST" ? "refund" : "other";
}

/** One question of the till is two of the account, so those are never held up: the world could not know what still moves. */
function take(room: Room, route: Route): Stroke | null {
  const hit = room.strokes.find(({ on, stroke }) => on === route && !(route === "account" && isWait(stroke)));
  if (hit === undefined) return null;
  room.strokes = room.strokes.filter((stroke) => stroke !== hit);
  return hit;
}

async function forward({ room, asked }: Passing): Promise<Buffer | null> {
  const bytes = await askBank(room.bankOrigin, asked.bytes);
  return bytes === null ? null : passedOn(bytes, room.bankOrigin, room.origin());
}

/** The bank that hung up hangs up on the till. */
function answer({ client, exchange }: Passing, bytes: Buffer | null): void {
  if (bytes === null) return cut(client);
  if (client.destroyed || client.writableEnded) return;
  client.write(bytes);
  exchange.status = statusOf(bytes);
}

/** Rests in the world's time; a till that has waited for half a minute hears no more. */
async function rest({ room, client }: Passing, ms: number): Promise<void> {
  const heldMs = Math.min(ms, PATIENCE_MS);
  room.resting.add(client);
  await away(room, heldMs);
  room.resting.delete(client);
  if (ms < PATIENCE_MS) return;
  cut(client);
  await away(room, ms - heldMs);
}

async function away(room: Room, ms: number): Promise<void> {
  room.busy -= 1;
  room.stirred();
  await new Promise<void>((resolve) => void room.time.after(ms, resolve));
  room.busy += 1;
}

/** The till's own time-out ends it, so the connection stays as it is. */
async function hang({ room, client }: Passing): Promise<void> {
  const gone = new Promise<void>((resolve) => client.once("close", resolve));
  if (client.destroyed) return;
  room.resting.add(client);
  await away(room, PATIENCE_MS);
  room.resting.delete(client);
  if (!client.destroyed) await gone;
}

function half(bytes: Buffer | null): Buffer {
  return bytes === null ? Buffer.alloc(0) : bytes.subarray(0, Math.floor(bytes.byteLength / 2));
}

const STROKES: Readonly<Record<StrokeKind, (passing: Passing) => Promise<void> | void>> = {
  "reset-before": ({ client }) => cut(client),
  "end-before": ({ client }) => void client.end(),
  async "cut-request"({ room, client, asked }) {
    await askBank(room.bankOrigin, asked.bytes, { part: 0.5 });
    cut(client);
  },
  async "reset-while-asking"(passing) {
    cut(passing.client);
    await forward(passing);
  },
  async "lost-answer"(passing) {
    await forward(passing);
    cut(passing.client);
  },
  async "cut-answer"(passing) {
    const bytes = await forward(passing);
    passing.client.write(half(bytes), () => cut(passing.client));
  },
  async "short-answer"(passing) {
    passing.client.end(half(await forward(passing)));
  },
  async "half-closed-to-till"(passing) {
    passing.client.end();
    await forward(passing);
  },
  async "half-closed-to-bank"(passing) {
    const { room, asked } = passing;
    const bytes = await askBank(room.bankOrigin, asked.bytes, { thenFin: true });
    answer(passing, bytes === null ? null : passedOn(bytes, room.bankOrigin, room.origin()));
  },
  async "twice-answered"(passing) {
    const bytes = await forward(passing);
    answer(passing, bytes === null ? null : Buffer.concat([bytes, bytes]));
  },
  async nonsense(passing) {
    await forward(passing);
    passing.client.end("\u0000\u0001 this is no answer\r\n\r\n");
  },
  async "slow-request"(passing) {
    await rest(passing, passing.ms);
    answer(passing, await forward(passing));
  },
  async "slow-answer"(passing) {
    const bytes = await forward(passing);
    await rest(passing, passing.ms);
    answer(passing, bytes);
  },
  async "late-request"(passing) {
    cut(passing.client);
    await away(passing.room, passing.ms);
    await forward(passing);
  },
  hang,
  async "hang-carried-out"(passing) {
    await forward(passing);
    await hang(passing);
  },
};
