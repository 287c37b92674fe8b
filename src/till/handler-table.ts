// The shape of every table of handlers: command -> what the till does.
import type { CommandName, InputOf, OutputOf } from "#contract/commands.ts";

export type Handlers = {
  readonly [Name in CommandName]: (input: InputOf<Name>) => OutputOf<Name> | Promise<OutputOf<Name>>;
};
