// A WebSocket to the till's loopback door, after its handshake, as a pipe. The door gives the role; the page claims none.
import type { Pipe } from "#bridge/pipe.ts";

/** What the door asks for: the role key of this window, or a one-time token. */
export type Proof = { readonly key: string } | { readonly token: string };

type Joined =
  | { readonly kind: "open"; readonly pipe: Pipe; readonly key: string; readonly ended: Promise<number> }
  | { readonly kind: "refused" }
  | { readonly kind: "unreachable" };

/** The door closes with this code when it does not know the key or token. */
const REFUSED = 4401;
/** The same key has come from another page: only the newest has the line. */
export const REPLACED = 4409;

export async function openSocketPipe(hello: Proof): Promise<Joined> {
  const address = new URL("/pipe", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  return await new Promise<Joined>((resolve) => {
    socket.addEventListener("open", () => socket.send(JSON.stringify({ hello })));
    socket.addEventListener("close", ({ code }) => resolve({ kind: code === REFUSED ? "refused" : "unreachable" }));
    socket.addEventListener(
      "message",
      ({ data }) => {
        const key = keyOf(data);
        if (key === null) socket.close();
        else resolve({ kind: "open", key, ...overSocket(socket) });
      },
      { once: true },
    );
  });
}

function keyOf(data: unknown): string | null {
  if (typeof data !== "string") return null;
  try {
    const message = JSON.parse(data) as { readonly welcome?: { readonly key?: unknown } } | null;
    const key = message?.welcome?.key;
    return typeof key === "string" ? key : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function overSocket(socket: WebSocket): { readonly pipe: Pipe; readonly ended: Promise<number> } {
  const pipe: Pipe = {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else socket.close();
    },
    onText(listener) {
      socket.addEventListener("message", ({ data }) => {
        if (typeof data === "string") listener(data);
        else socket.close();
      });
    },
    onClose(listener) {
      socket.addEventListener("close", ({ reason }) => listener(reason === "" ? "the socket closed" : reason));
    },
    close(reason) {
      socket.close(4000, reason.slice(0, 100));
    },
  };
  /** With the door's code. */
  const ended = new Promise<number>((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve(code));
  });
  return { pipe, ended };
}
