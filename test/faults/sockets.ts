// The smallest acts on a TCP connection: open a door on a port of ours, ask the bank once, cut, half-close.
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** Below the ports that the system gives to connections, so that one given up for a while is still free afterwards; and as
 *  long as the bank's in digits. */
const PORTS = { from: 20_000, count: 12_000 };
const TRIES = 400;

export type Door = { readonly port: number; open(): Promise<void>; shut(): void };

export async function openDoor(guest: (client: Socket) => void): Promise<Door> {
  let server: Server | null = null;
  let port = 0;

  async function listen(wanted: () => number): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      const made = createServer({ allowHalfOpen: true, noDelay: true }, guest);
      const found = wanted();
      const isOpen = await new Promise<boolean>((resolve) => {
        made.once("error", () => resolve(false));
        made.listen(found, "127.0.0.1", () => resolve(true));
      });
      if (isOpen) {
        server = made;
        port = found;
        return;
      }
      if (tried === TRIES) throw new Error(`port ${found} cannot be had`);
      await pause(5);
    }
  }

  await listen(() => PORTS.from + Math.floor(Math.random() * PORTS.count));
  return {
    get port() {
      return port;
    },
    async open() {
      if (server === null) await listen(() => port);
    },
    shut() {
      server?.close();
      server = null;
    },
  };
}

export function cut(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy();
}

export type Manner = { readonly part?: number; readonly thenFin?: boolean };

/** One request on a connection of its own. @returns the whole answer, or null when there was none
 *  @param manner.part how much of the request goes out before the connection is cut, 0 .. 1; absent: all of it
 *  @param manner.thenFin closes our direction behind the request */
export function askBank(bankOrigin: string, bytes: Buffer, manner: Manner = {}): Promise<Buffer | null> {
  const { part, thenFin = false } = manner;
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ port: Number(new URL(bankOrigin).port), host: "127.0.0.1", noDelay: true });
    socket.on("data", (data: Buffer) => parts.push(data));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(parts.length > 0 && part === undefined ? Buffer.concat(parts) : null));
    if (part !== undefined) socket.write(bytes.subarray(0, Math.floor(bytes.byteLength * part)), () => cut(socket));
    else if (thenFin) socket.end(bytes);
    else socket.write(bytes);
  });
}
