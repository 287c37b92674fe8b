// The wire between the tills and the pretend bank: plain TCP of our own that passes requests on, and cuts, delays, half-closes,
// refuses and resets as it is told. Whatever it delays waits in the world's time, and it says whether it is still at work.
import type { Socket } from "node:net";
import { atWork, carry, type Exchange, type Line } from "./carry.ts";
import { readRequest, type Asked } from "./framing.ts";
import { cut, openDoor } from "./sockets.ts";
import { isWait, type Route, type Stroke } from "./strokes.ts";
import type { WorldTime } from "./time.ts";

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

type Room = WireParts &
  Line & {
    readonly clients: Set<Socket>;
    readonly exchanges: Exchange[];
    readonly met: Map<string, number>;
    strokes: readonly Stroke[];
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
    void atWork(room, () => pass(room, client, whole.asked)).finally(() => (isAsking = false));
  });
}

async function pass(room: Room, client: Socket, asked: Asked): Promise<void> {
  const exchange = noted(room, asked);
  room.exchanges.push(exchange);
  const stroke = take(room, exchange.route);
  if (stroke !== null) count(room, stroke.stroke);
  await carry({ room, client, asked, exchange, stroke });
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
