// A page's end of a pipe. A command is sent once and never repeated: when the pipe is lost, its asks reject with
// `connection-lost`, which means that it may have happened. Whole snapshots come anew over the next pipe.
import { commands, type CommandName, type InputOf, type OutputOf } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import { isViewName, views, type ViewName, type ViewOf } from "#contract/views.ts";
import type { Pipe } from "./pipe.ts";
import { fromTillSchema, MAX_ANSWER_CHARACTERS, readMessage } from "./wire.ts";

export type Client = {
  /** Rejects with a `Refusal`: the till's own, or `connection-lost`. */
  ask<Name extends CommandName>(command: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  /** One listener a view. */
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): void;
  onLost(listener: (reason: string) => void): void;
};

type Waiting = { readonly command: CommandName; resolve(output: unknown): void; reject(error: Error): void };

export function createClient(pipe: Pipe): Client {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<ViewName, (snapshot: unknown) => void>();
  let lost: ((reason: string) => void) | null = null;
  let closed = false;
  let last = 0;

  pipe.onClose((reason) => {
    closed = true;
    for (const ask of waiting.values()) ask.reject(connectionLost());
    waiting.clear();
    lost?.(reason);
  });
  pipe.onText((text) => {
    const message = readMessage(fromTillSchema, text, MAX_ANSWER_CHARACTERS);
    if (message === null) pipe.close("a message that is none");
    else if ("view" in message) deliver(listeners, message.view, message.snapshot);
    else settle(waiting, message);
  });

  return {
    async ask(command, input) {
      if (closed) throw connectionLost();
      last += 1;
      const id = last;
      const output = await new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { command, resolve, reject });
        pipe.send(JSON.stringify({ ask: id, command, input }));
      });
      return output as OutputOf<typeof command>;
    },
    watch(view, listener) {
      listeners.set(view, listener as (snapshot: unknown) => void);
      pipe.send(JSON.stringify({ watch: view }));
    },
    onLost(listener) {
      lost = listener;
    },
  };
}

function connectionLost(): Refusal {
  return new Refusal(failure("connection-lost", "the line to the till was lost; it may have happened", "ask-first"));
}

function deliver(listeners: Map<ViewName, (snapshot: unknown) => void>, name: string, snapshot: unknown): void {
  if (!isViewName(name)) return;
  listeners.get(name)?.(views[name].schema.parse(snapshot));
}

function settle(
  waiting: Map<number, Waiting>,
  message: { answer: number; output?: unknown } | { answer: number; failure: Refusal["failure"] },
): void {
  const ask = waiting.get(message.answer);
  if (!ask) return;
  waiting.delete(message.answer);
  if ("failure" in message) {
    ask.reject(new Refusal(message.failure));
    return;
  }
  const output = commands[ask.command].output.safeParse(message.output);
  if (output.success) ask.resolve(output.data);
  else ask.reject(new Refusal(failure("broken", `${ask.command} was answered with something else`, "ask-first")));
}
