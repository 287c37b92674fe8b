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

type Pending = {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
};
type Message = {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
};

/** The questions that wait for their answers. */
function createPending(): {
  wait(question: { id: number; method: string; timeoutMs: number }): Promise<unknown>;
  answer(message: Message & { id: number }): void;
  end(): void;
} {
  const waiting = new Map<number, Pending>();
  return {
    async wait({ id, method, timeoutMs }) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const silence = new Error(`The browser did not answer ${method} within ${timeoutMs} ms.`);
      const limit = setTimeout(reject, timeoutMs, silence);
      waiting.set(id, { method, resolve, reject });
      try {
        return await promise;
      } finally {
        clearTimeout(limit);
        waiting.delete(id);
      }
    },
    answer({ id, error, result }) {
      const question = waiting.get(id);
      if (error) question?.reject(new Error(`The browser refused ${question.method}: ${error.message}`));
      else question?.resolve(result);
    },
    end() {
      for (const { method, reject } of waiting.values()) {
        reject(new Error(`The browser went before it answered ${method}.`));
      }
    },
  };
}

/** Messages are JSON, each ended by a NUL.
 *  @param to what Chromium reads on its fd 3
 *  @param from what Chromium writes on its fd 4 */
export function speakDevTools(to: Writable, from: Readable): DevTools {
  const pending = createPending();
  const listeners: ((event: DevToolsEvent) => void)[] = [];
  let lastId = 0;
  let gone = false;

  function hear(message: Message): void {
    const { id, method = "", params, sessionId: session } = message;
    if (id !== undefined) pending.answer({ ...message, id });
    else for (const listener of listeners) listener({ method, params, session });
  }
  function end(): void {
    gone = true;
    pending.end();
  }
  cutAtNul(from, (text) => hear(JSON.parse(text) as Message));
  from.once("close", end);
  to.on("error", end);

  async function ask<M extends Command>(question: DevToolsQuestion<M>): Promise<Commands[M]["returnType"]> {
    const { method, params, session, timeoutMs = TIME_LIMIT_MS } = question;
    if (gone) throw new Error(`The browser is gone: ${method} was not asked.`);
    const id = ++lastId;
    const answer = pending.wait({ id, method, timeoutMs });
    to.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    return (await answer) as Commands[M]["returnType"];
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
