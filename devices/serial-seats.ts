// Where each serial scanner of the till is to be opened: at its own path or, where its ids are listed under another one, there;
// and never where another scanner of this till is or belongs.
import type { SerialIds } from "#contract/scanners.ts";
import { hasSameIds, isSameModel, type ListedPort, serialSystem, type SerialSystem } from "./serial-list.ts";

/** What a scanner is known by. */
export type Seat = {
  /** As set up, and where it is listed. */
  readonly home: string;
  readonly ids: SerialIds | null;
  /** Where it is open or being opened; null while it is not. */
  readonly at: string | null;
};

export type Sought = {
  /** null: it is not plugged in, as the list shows. Its own path comes as it was set up. */
  readonly path: string | null;
  /** null: the list was not asked for, or cannot be had. */
  readonly listed: readonly ListedPort[] | null;
};

/** One scanner's place among them. */
export type SeatHolder = {
  /** Looks for it; the path that is returned is its own until `leave`. Never rejects. */
  seek(): Promise<Sought>;
  /** What its port is listed as, once more, now that it is open; null where it is not listed. */
  look(): Promise<SerialIds | null>;
  learn(ids: SerialIds): void;
  leave(): void;
  end(): void;
};

/** Shared by all serial scanners of a till, also by those that come and go while it runs. */
export type SerialSeats = {
  readonly system: SerialSystem;
  sit(path: string, ids: SerialIds | null): SeatHolder;
  /** The USB ports that no scanner of the till has open. */
  spare(listed: readonly ListedPort[]): readonly ListedPort[];
};

export function createSerialSeats(system: SerialSystem = serialSystem): SerialSeats {
  const seats = new Set<{ home: string; ids: SerialIds | null; at: string | null }>();
  const others = (own: Seat): readonly Seat[] => [...seats].filter((seat) => seat !== own);
  return {
    system,
    spare: (listed) => listed.filter(({ path, ids }) => ids !== null && [...seats].every((seat) => seat.at !== path)),
    sit(path, ids) {
      const seat = { home: path, ids, at: null as string | null };
      seats.add(seat);
      return {
        async seek() {
          seat.home = await system.resolve(path);
          const listed = seat.ids === null ? null : await system.list().catch(() => null);
          // Chosen and taken in one go: nothing is awaited between.
          seat.at = listed === null ? seat.home : choosePort(seat, others(seat), listed);
          return { path: seat.at === seat.home ? path : seat.at, listed };
        },
        async look() {
          const listed = await system.list().catch(() => []);
          return listed.find((port) => port.path === seat.at)?.ids ?? null;
        },
        learn: (known) => void (seat.ids = known),
        leave: () => void (seat.at = null),
        end: () => void seats.delete(seat),
      };
    },
  };
}

/** @returns the path to open, or null when the list shows that the scanner is not there. A path that is not listed is opened to
 *  find out: not every port can be listed. */
export function choosePort(own: Seat, others: readonly Seat[], listed: readonly ListedPort[]): string | null {
  if (own.ids === null) return own.home;
  const free = listed.filter(({ path }) => others.every((other) => other.at !== path));
  const home = free.find(({ path }) => path === own.home);
  if (home !== undefined && hasSameIds(home.ids, own.ids)) return home.path;
  const moved = free.find((port) => hasSameIds(port.ids, own.ids) && !others.some((other) => belongsTo(port, other)));
  if (moved !== undefined) return moved.path;
  if (home === undefined) return listed.some(({ path }) => path === own.home) ? null : own.home;
  // The same model with another number: the broken one was changed for a spare, unless it is another scanner of this till.
  const isSpare = isSameModel(home.ids, own.ids) && !others.some((other) => hasSameIds(home.ids, other.ids));
  return home.ids === null || isSpare ? home.path : null;
}

/** Of two that cannot be told apart each keeps its path: the other may only be away for a moment. */
function belongsTo(port: ListedPort, seat: Seat): boolean {
  const isAway = seat.at === null || seat.at === seat.home;
  return isAway && seat.home === port.path && (seat.ids === null || hasSameIds(seat.ids, port.ids));
}
