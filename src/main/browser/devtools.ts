// Speaks the DevTools protocol over Chromium's own pipe: no port is open, and every question has a time limit.
// A crashed page answers nothing, so a question without a limit could hold the till's windows forever.
import type { Readable, Writable } from "node:stream";
import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.d.ts";

type Commands = ProtocolMapping.Commands;
type Command = keyof Commands;
type Params<M extends Command> = Commands[M]["paramsType"] extends readonly []
  ? undefined
  : Commands[M]["paramsType"][0];

export type DevToolsQuestion<M extends Command> = {
  readonly method: M;
  readonly params?: Params<M>;
  /** Of the page that is asked; without it the browser is. */
  readonly session?: string | undefined;
  readonly timeoutMs?: number;
};

/** Something happened in the browser, or in the page of that session. */
export type DevToolsEvent = { readonly method: string; readonly params: unknown; readonly session: string | undefined };

export type DevTools = {
  /** Rejects with one sentence when the browser refuses, is gone, or stays silent for the time limit. */
  ask<M extends Command>(question: DevToolsQuestion<M>): Promise<Commands[M]["returnType"]>;
  onEvent(listener: (event: DevToolsEvent) => void): void;
};

const TIME_LIMIT_MS = 5_000;

type Pending = { readonly method: string; resolve(result: unknown): void; reject(reason: Error): void };
type Message = {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
};

/** @param to Chromium's fd 3 · @param from Chromium's fd 4: JSON, each message ended by a NUL */
export function speakDevTools(to: Writable, from: Readable): DevTools {
  const pending = new Map<number, Pending>();
  const listeners: ((event: DevToolsEvent) => void)[] = [];
  let lastId = 0;
  let gone = false;

  function hear(message: Message): void {
    if (message.id === undefined) {
      const event = { method: message.method ?? "", params: message.params, session: message.sessionId };
      for (const listener of listeners) listener(event);
      return;
    }
    const question = pending.get(message.id);
    pending.delete(message.id);
    if (message.error) question?.reject(new Error(`The browser refused ${question.method}: ${message.error.message}`));
    else question?.resolve(message.result);
  }

  function end(): void {
    gone = true;
    for (const [id, question] of pending) {
      pending.delete(id);
      question.reject(new Error(`The browser went before it answered ${question.method}.`));
    }
  }

  cutAtNul(from, (text) => hear(JSON.parse(text) as Message));
  from.once("close", end);
  // A broken pipe shows as the end of the reading side too: that is where it is dealt with.
  to.on("error", end);

  async function ask<M extends Command>(question: DevToolsQuestion<M>): Promise<Commands[M]["returnType"]> {
    const { method, params, session, timeoutMs = TIME_LIMIT_MS } = question;
    if (gone) throw new Error(`The browser is gone: ${method} was not asked.`);
    const id = ++lastId;
    return await new Promise<Commands[M]["returnType"]>((resolve, reject) => {
      const limit = setTimeout(() => {
        pending.delete(id);
        reject(new Error(`The browser did not answer ${method} within ${timeoutMs} ms.`));
      }, timeoutMs);
      const settled =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(limit);
          then(value);
        };
      pending.set(id, { method, resolve: settled(resolve as (result: unknown) => void), reject: settled(reject) });
      to.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    });
  }

  return { ask, onEvent: (listener) => void listeners.push(listener) };
}

function cutAtNul(from: Readable, onMessage: (text: string) => void): void {
  let rest = "";
  from.setEncoding("utf8");
  from.on("data", (chunk: string) => {
    const pieces = chunk.split("\0");
    pieces[0] = rest + (pieces[0] ?? "");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) onMessage(piece);
  });
}
