// What is told to the pages: the views of the rooms, made when something changed, with what the host knows of the displays.
import type { SetUpView, ViewName, ViewOf } from "#contract/views.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import type { Rooms } from "./rooms.ts";
import { snapshotOf, type Gathered } from "./snapshots.ts";
import type { TillPorts } from "./till-ports.ts";

export type Screens = Publisher & {
  /** The rooms whose state is shown; nothing can be watched before. */
  show(rooms: Rooms): void;
  displaysAre(displays: SetUpView["displays"]): void;
  customerScreensAre(open: number): void;
};

export function createScreens(ports: TillPorts): Screens {
  let displays: SetUpView["displays"] = [];
  let customerScreens = 0;
  let rooms: Rooms | null = null;
  const gathered: Gathered = { last: null };

  function make<Name extends ViewName>(view: Name, version: number): ViewOf<Name> {
    if (!rooms) throw new Error("a view was asked for before the till was open");
    return snapshotOf(view, { ...rooms, ports, version, displays, customerScreens, gathered });
  }

  const defect = (view: ViewName, error: unknown): void => ports.log.error("view/defect", { view, error });
  const publisher = createPublisher({ make, defect, clock: ports.clock });
  return {
    ...publisher,
    show: (opened) => void (rooms = opened),
    displaysAre(now) {
      displays = now;
      publisher.changed();
    },
    customerScreensAre(now) {
      customerScreens = now;
      publisher.changed();
    },
  };
}
