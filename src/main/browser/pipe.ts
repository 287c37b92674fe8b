// A page's WebSocket as the Pipe that the bridge speaks over.
import type { WebSocket } from "ws";
import type { Pipe } from "#bridge/pipe.ts";

/** A page that reads this slowly has stopped: the conversation ends, and a new one brings a fresh snapshot. */
const UNREAD_LIMIT_BYTES = 8 * 1024 * 1024;
const NORMAL = 1000;

/** @param socket an open one whose page is known. */
export function pipeOf(socket: WebSocket): Pipe {
  let hear: (text: string) => void = () => {};
  let closeReason: string | undefined;
  const closeListeners: ((reason: string) => void)[] = [];

  function over(reason: string): void {
    if (closeReason !== undefined) return;
    closeReason = reason;
    for (const listener of closeListeners) listener(reason);
  }
  function close(reason: string): void {
    // The close frame holds 123 bytes of reason; the page does not read it.
    socket.close(NORMAL, reason.slice(0, 60));
    over(reason);
  }

  socket.on("message", (data, isBinary) => {
    if (closeReason !== undefined) return;
    if (isBinary) close("the page sent something that is not text");
    else hear(textOf(data));
  });
  socket.on("close", (code) => over(`the page's connection ended (${code})`));
  socket.on("error", (cause) => over(`the page's connection broke: ${cause.message}`));

  function send(text: string): void {
    if (closeReason !== undefined) return;
    if (socket.readyState !== socket.OPEN) over("the page's connection was already closed");
    else if (socket.bufferedAmount > UNREAD_LIMIT_BYTES) close("the page does not read what it is sent");
    else socket.send(text, (cause) => cause && close(`the page could not be reached: ${cause.message}`));
  }

  return {
    send,
    onText: (listener) => void (hear = listener),
    onClose(listener) {
      if (closeReason === undefined) closeListeners.push(listener);
      else listener(closeReason);
    },
    close,
  };
}

/** The text of a message, in whatever pieces `ws` keeps it. */
export function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data as Uint8Array).toString("utf8");
}
