// The till's end of a pipe. The role comes from the connection; every message is parsed, every ask is answered or
// rejected with a code, and a page that says nonsense is cut off.
import { commands, isCommandName, type CommandName, type InputOf, type OutputOf } from "#contract/commands.ts";
import { failure, Refusal, type Failure } from "#contract/failure.ts";
import { isViewName, views, type ViewName, type ViewOf } from "#contract/views.ts";
import type { Role } from "#contract/words.ts";
import type { Pipe } from "./pipe.ts";
import { fromPageSchema, MAX_ASK_CHARACTERS, readMessage } from "./wire.ts";

/** What stands behind the bridge. `handle` throws a `Refusal` for an expected no; anything else that it throws is a defect. */
export type Desk = {
  handle<Name extends CommandName>(role: Role, command: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  /** Calls at once with the present snapshot, then with every new one; returns how to stop. */
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): () => void;
  /** Told of defects and of strangers, so that no error is lost at a door. */
  report(event: string, facts: Readonly<Record<string, unknown>>): void;
};

/** Joins one page to the desk until the pipe closes. */
export function servePipe(desk: Desk, pipe: Pipe, role: Role): void {
  const stops = new Map<ViewName, () => void>();
  pipe.onClose(() => {
    for (const stop of stops.values()) stop();
    stops.clear();
  });
  pipe.onText((text) => {
    const message = readMessage(fromPageSchema, text, MAX_ASK_CHARACTERS);
    if (message === null) {
      desk.report("bridge/nonsense", { role, length: text.length });
      pipe.close("a message that is none");
    } else if ("watch" in message) {
      watchFor({ desk, pipe, role, stops }, message.watch);
    } else {
      void answer(desk, role, message).then((reply) => {
        pipe.send(JSON.stringify({ answer: message.ask, ...reply }));
      });
    }
  });
}

type Seat = {
  readonly desk: Desk;
  readonly pipe: Pipe;
  readonly role: Role;
  readonly stops: Map<ViewName, () => void>;
};

function watchFor({ desk, pipe, role, stops }: Seat, name: string): void {
  if (!isViewName(name) || !(views[name].roles as readonly Role[]).includes(role)) {
    desk.report("bridge/view-refused", { role, view: name });
    pipe.close("not a view for this screen");
    return;
  }
  if (stops.has(name)) return;
  let open = true;
  const stop = desk.watch(name, (snapshot) => {
    if (open) pipe.send(JSON.stringify({ view: name, snapshot }));
  });
  stops.set(name, () => {
    open = false;
    stop();
  });
}

async function answer(
  desk: Desk,
  role: Role,
  message: { readonly command: string; readonly input?: unknown },
): Promise<{ readonly output: unknown } | { readonly failure: Failure }> {
  const name = message.command;
  if (!isCommandName(name)) return { failure: failure("unknown-command", `no command is called ${name}`) };
  const command = commands[name];
  if (!(command.roles as readonly Role[]).includes(role)) {
    desk.report("bridge/command-refused", { role, command: name });
    return { failure: failure("not-allowed", `${name} is not for this screen`) };
  }
  const input = command.input.safeParse(message.input);
  if (!input.success) {
    const where = input.error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
    return { failure: failure("bad-input", `${name}: ${where.join("; ")}`) };
  }
  try {
    return { output: await desk.handle(role, name, input.data) };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { failure: thrown.failure };
    desk.report("bridge/defect", { command: name, error: thrown });
    return { failure: failure("broken", `${name} could not be carried out`, "ask-first") };
  }
}
