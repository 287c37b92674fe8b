// The door of the core: createTill(ports) gives a desk that handles commands and shows views. It knows no host, no network
// and no file; everything that it needs comes in by its ports.
import type { CommandName, InputOf, OutputOf } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import type { SetUpView, ViewName, ViewOf } from "#contract/views.ts";
import type { Role } from "#contract/words.ts";
import type { Handlers } from "./handler-table.ts";
import type { Clock } from "./ports.ts";
import { openRooms, type Rooms } from "./rooms.ts";
import { createScreens } from "./screens.ts";
import type { TillPorts } from "./till-ports.ts";

export type Till = {
  handle<Name extends CommandName>(role: Role, command: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  watch<Name extends ViewName>(view: Name, listener: (snapshot: ViewOf<Name>) => void): () => void;
  report(event: string, facts: Readonly<Record<string, unknown>>): void;
  displaysAre(displays: SetUpView["displays"]): void;
  /** How many pages for the customer are joined: without one nobody sees the QR. */
  customerScreensAre(open: number): void;
  /** The bank's time, null while it is not known. */
  bankNowMs(): number | null;
  /** Stops asking and waiting; every attempt stays in the ledger as it is. */
  close(): Promise<void>;
};

const HEARTBEAT_MS = 1_000;
/** In heartbeats: a ledger that is locked holds everything up while it is tried. */
const LEDGER_TRIED_EVERY = 5;

export function createTill(ports: TillPorts): Till {
  const screens = createScreens(ports);
  const rooms = openRooms(ports, () => screens.changed());
  screens.show(rooms);
  const { book, counter } = rooms;
  ports.scanners.onScan((scan) => counter.scanning.scanned(scan));
  ports.scanners.onChange(() => screens.changed());
  const stopHeart = beat(ports.clock, (beats) => {
    counter.scanning.beat();
    if (counter.isTaken() || counter.said() !== null) screens.changed();
    if (beats % LEDGER_TRIED_EVERY === 0) book.tryAgain();
  });
  return {
    async handle(_role, command, input) {
      // Who sells has done with looking at scans.
      if (command.startsWith("sale/")) ports.scannerDesk.setTest(false);
      try {
        return await carryOut({ ...rooms, ports }, command, input);
      } finally {
        screens.flush();
      }
    },
    watch: (view, listener) => screens.watch(view, listener),
    report: (event, facts) => ports.log.warn(event, facts),
    displaysAre: (displays) => screens.displaysAre(displays),
    customerScreensAre: (open) => screens.customerScreensAre(open),
    bankNowMs: () => rooms.bank.nowMs(),
    async close() {
      stopHeart();
      await closeRooms(rooms, ports);
      screens.close();
    },
  };
}

async function closeRooms(
  { account, loops, opened, refundLoops, stopAsking, watch }: Rooms,
  { payments }: TillPorts,
): Promise<void> {
  stopAsking();
  account.close();
  // The client gives what is under way a moment and then lets go: a bank that hangs keeps no till from closing.
  await Promise.all([payments.close(), watch.close(), loops.close(), refundLoops.close(), opened]);
}

async function carryOut<Name extends CommandName>(
  { ports, book, handlers }: Pick<Rooms, "book" | "handlers"> & { readonly ports: TillPorts },
  command: Name,
  input: InputOf<Name>,
): Promise<OutputOf<Name>> {
  const handler = (handlers as Partial<Handlers>)[command];
  if (!handler) throw new Refusal(failure("not-in-this-mode", `${command} does not exist in ${ports.mode} mode`));
  try {
    return await handler(input);
  } catch (thrown) {
    if (thrown instanceof Refusal || !book.failed()) throw thrown;
    ports.log.error("ledger/not-written", { command, error: thrown });
    throw new Refusal(failure("ledger-closed", `${command} could not be recorded`, "ask-first"));
  }
}

/** Countdowns and "slow" must be seen although nothing happens: one snapshot a second while a sale stands on the counter. */
function beat(clock: Clock, tick: (beats: number) => void): () => void {
  let callOff = (): void => undefined;
  let beats = 0;
  const next = (): void => {
    callOff = clock.after(HEARTBEAT_MS, () => {
      beats += 1;
      tick(beats);
      next();
    });
  };
  next();
  return () => callOff();
}
