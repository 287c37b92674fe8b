// Where a scanner is looked for: two that look alike, names that swap, spares, and ports that cannot be listed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SerialIds } from "#contract/scanners.ts";
import { idsOf, type ListedPort } from "#devices/serial-list.ts";
import { choosePort, createSerialSeats, type Seat } from "#devices/serial-seats.ts";
import { A_SCANNER, createPortList, NO_NUMBER } from "./serial-stage.ts";

const OTHER_NUMBER: SerialIds = { ...A_SCANNER, serialNumber: "B2" };
const OTHER_MODEL: SerialIds = { ...A_SCANNER, productId: "ffff" };
const USB0 = "/dev/ttyACM0";
const USB1 = "/dev/ttyACM1";

const seat = (home: string, ids: SerialIds | null, at: string | null = null): Seat => ({ home, ids, at });
const port = (path: string, ids: SerialIds | null): ListedPort => ({ path, ids });

describe("the port of a scanner", () => {
  const own = seat(USB0, A_SCANNER);
  it.each([
    ["without ids it is its path, whatever is listed", seat(USB0, null), [], [port(USB0, OTHER_MODEL)], USB0],
    ["its own", own, [], [port(USB1, OTHER_NUMBER), port(USB0, A_SCANNER)], USB0],
    ["under another name", own, [], [port(USB1, A_SCANNER)], USB1],
    ["under another name, something else at its own", own, [], [port(USB0, OTHER_MODEL), port(USB1, A_SCANNER)], USB1],
    ["not there: another device is at its path", own, [], [port(USB0, OTHER_MODEL)], null],
    ["a spare of the same model at its path", own, [], [port(USB0, OTHER_NUMBER)], USB0],
    [
      "no spare: it is the other scanner of the till",
      own,
      [seat(USB1, OTHER_NUMBER)],
      [port(USB0, OTHER_NUMBER)],
      null,
    ],
    ["a spare at another path is none: nobody said so", own, [], [port(USB1, OTHER_NUMBER)], USB0],
    ["its path, whose ids the system does not know yet", own, [], [port(USB0, null)], USB0],
    ["its path, which no list shows", own, [], [port("/dev/ttyS0", null)], USB0],
    ["names that swapped", own, [seat(USB1, OTHER_NUMBER)], [port(USB0, OTHER_NUMBER), port(USB1, A_SCANNER)], USB1],
  ] as const)("%s", (_name, one, others, listed, expected) => {
    expect(choosePort(one, others, listed)).toBe(expected);
  });
});

describe("two scanners that cannot be told apart", () => {
  const one = seat(USB0, NO_NUMBER);
  const both = [port(USB0, NO_NUMBER), port(USB1, NO_NUMBER)];

  it.each([
    ["each has its own", one, [seat(USB1, NO_NUMBER)], both, USB0],
    ["the other's port is not taken while it is open", one, [seat(USB1, NO_NUMBER, USB1)], both.slice(1), USB0],
    ["nor while it is away for a moment", one, [seat(USB1, NO_NUMBER)], both.slice(1), USB0],
    [
      "nor when the other has moved",
      one,
      [seat(USB1, NO_NUMBER, "/dev/ttyACM2")],
      [port("/dev/ttyACM2", NO_NUMBER)],
      USB0,
    ],
    [
      "a third name is nobody's",
      one,
      [seat(USB1, NO_NUMBER, USB1)],
      [...both.slice(1), port("/dev/ttyACM2", NO_NUMBER)],
      "/dev/ttyACM2",
    ],
    ["its own path is the other's now", one, [seat(USB1, NO_NUMBER, USB0)], both.slice(0, 1), null],
    [
      "a path that is set up for a scanner by its path alone is not taken",
      one,
      [seat(USB1, null)],
      both.slice(1),
      USB0,
    ],
  ] as const)("%s", (_name, own, others, listed, expected) => {
    expect(choosePort(own, others, listed)).toBe(expected);
  });
});

describe("many scanners, plugged anyhow", () => {
  const paths = [USB0, USB1, "/dev/ttyACM2", "/dev/ttyACM3"];
  const ids = fc.constantFrom(A_SCANNER, OTHER_NUMBER, NO_NUMBER, OTHER_MODEL);
  const world = fc.record({
    places: fc
      .uniqueArray(fc.constantFrom(...paths), { minLength: 1, maxLength: 4 })
      .chain((homes) => fc.tuple(...homes.map((home) => fc.tuple(fc.constant(home), fc.option(ids))))),
    listed: fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), fc.option(ids)), { selector: ([path]) => path }),
    order: fc.array(fc.nat({ max: 3 }), { maxLength: 12 }),
  });

  it("no two ever have the same port, and whoever is at its own path gets it", async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ places, listed, order }) => {
        const system = createPortList();
        system.show(listed.map(([path, shown]) => port(path, shown)));
        const seats = createSerialSeats(system);
        const holders = places.map(([home, known]) => seats.sit(home, known));
        const at = new Map<number, string>();
        for (const which of [...order, ...places.keys()]) {
          const holder = holders[which];
          if (holder === undefined) continue;
          holder.leave();
          at.delete(which);
          const { path } = await holder.seek();
          if (path === null) continue;
          expect([...at.values()]).not.toContain(path);
          at.set(which, path);
        }
        for (const [which, [home, known]] of places.entries()) {
          const isAtHome = listed.some(([path, shown]) => path === home && shown !== null && shown === known);
          if (isAtHome) expect(at.get(which)).toBe(home);
        }
      }),
    );
  });
});

describe("what the list says", () => {
  it("is compared in lower case, and is no USB port without ids", () => {
    expect(idsOf({ vendorId: "1EAB", productId: "0C06", serialNumber: "Ab9" })).toEqual({
      ...A_SCANNER,
      serialNumber: "Ab9",
    });
    expect(idsOf({ vendorId: "1eab", productId: "0c06", serialNumber: "" })).toEqual(NO_NUMBER);
    expect(idsOf({ vendorId: undefined, productId: undefined, serialNumber: undefined })).toBe(null);
    expect(idsOf({ vendorId: "1eab", productId: undefined })).toBe(null);
    expect(idsOf({ vendorId: "not hex", productId: "0c06" })).toBe(null);
  });

  it("is not needed: without it the path is opened", async () => {
    const system = createPortList();
    system.show(null);
    const holder = createSerialSeats(system).sit(USB0, A_SCANNER);
    expect(await holder.seek()).toEqual({ path: USB0, listed: null });
    expect(await holder.look()).toBe(null);
  });

  it("shows as spare what no scanner of the till has open", async () => {
    const system = createPortList();
    const listed = [port(USB0, A_SCANNER), port(USB1, OTHER_MODEL), port("/dev/ttyS0", null)];
    system.show(listed);
    const seats = createSerialSeats(system);
    const holder = seats.sit(USB0, A_SCANNER);
    await holder.seek();
    expect(seats.spare(listed).map(({ path }) => path)).toEqual([USB1]);
    holder.leave();
    expect(seats.spare(listed).map(({ path }) => path)).toEqual([USB0, USB1]);
  });

  it("of a link it is what the link leads to, and the link is opened", async () => {
    const system = { ...createPortList(), resolve: async () => await Promise.resolve(USB0) };
    system.show([port(USB0, A_SCANNER)]);
    const holder = createSerialSeats(system).sit("/dev/serial/by-id/usb-a", A_SCANNER);
    expect((await holder.seek()).path).toBe("/dev/serial/by-id/usb-a");
    expect(await holder.look()).toEqual(A_SCANNER);
  });
});
