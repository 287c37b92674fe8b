// What becomes of one request on the wire: passed on as it is, or struck.
import type { Socket } from "node:net";
import { passedOn, statusOf, type Asked } from "./framing.ts";
import { askBank, cut } from "./sockets.ts";
import type { Route, Stroke, StrokeKind } from "./strokes.ts";
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

/** The wire as its requests see it. */
export type Line = {
  readonly bankOrigin: string;
  readonly time: WorldTime;
  readonly stirred: () => void;
  readonly origin: () => string;
  /** Clients that wait while their request rests. */
  readonly resting: Set<Socket>;
  /** Requests that move now. */
  busy: number;
};

export type Passing = {
  readonly room: Line;
  readonly client: Socket;
  readonly asked: Asked;
  readonly exchange: Exchange;
  readonly stroke: Stroke | null;
};

export async function carry(passing: Passing): Promise<void> {
  if (passing.stroke === null) return answer(passing, await forward(passing));
  await STROKES[passing.stroke.stroke](passing);
}

export async function atWork(room: Line, work: () => Promise<void>): Promise<void> {
  room.busy += 1;
  try {
    await work();
  } finally {
    room.busy -= 1;
    room.stirred();
  }
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

async function away(room: Line, ms: number): Promise<void> {
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

function msOf({ stroke }: Passing): number {
  return stroke?.ms ?? 0;
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
    await rest(passing, msOf(passing));
    answer(passing, await forward(passing));
  },
  async "slow-answer"(passing) {
    const bytes = await forward(passing);
    await rest(passing, msOf(passing));
    answer(passing, bytes);
  },
  async "late-request"(passing) {
    cut(passing.client);
    await away(passing.room, msOf(passing));
    await forward(passing);
  },
  hang,
  async "hang-carried-out"(passing) {
    await forward(passing);
    await hang(passing);
  },
};
