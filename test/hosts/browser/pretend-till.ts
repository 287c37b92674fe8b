// A till that only remembers who came, and two tiny pages that enter as the real ones do. The pages fill their window with one
// colour, so that a photograph tells where each of them is.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Pipe } from "#bridge/pipe.ts";
import { ROLES } from "#contract/words.ts";
import type { Role } from "#contract/words.ts";
import type { Display, Terminal } from "#main/terminal.ts";

export const COLOURS = { cashier: [0, 128, 0], customer: [0, 0, 160] } as const satisfies Record<
  Role,
  readonly number[]
>;

export type CameBy = "token" | "key";

export type Visit = {
  readonly role: Role;
  /** Nothing until the page has said it, which it does once it is welcome. */
  cameBy: CameBy | undefined;
  /** All that it said since. */
  readonly heard: string[];
  readonly pipe: Pipe;
  over: boolean;
};

export type PretendTill = {
  readonly terminal: Terminal;
  readonly visits: readonly Visit[];
  displays(): readonly Display[] | undefined;
  isClosed(): boolean;
  /** The cashier asks to close the till. */
  leave(): void;
};

export function createPretendTill(): PretendTill {
  const visits: Visit[] = [];
  let displays: readonly Display[] | undefined;
  let isClosed = false;
  let leave = (): void => {};
  const terminal: Terminal = {
    mode: "training",
    shopName: "Test",
    serve(pipe, role) {
      const visit: Visit = { role, cameBy: undefined, heard: [], pipe, over: false };
      visits.push(visit);
      pipe.onText((text) => {
        if (text === "came by token" || text === "came by key") visit.cameBy = text === "came by key" ? "key" : "token";
        else visit.heard.push(text);
      });
      pipe.onClose(() => {
        visit.over = true;
      });
      pipe.send(`you are the ${role}`);
    },
    onLeave: (listener) => void (leave = listener),
    displaysAre: (now) => void (displays = now),
    close: async () => {
      isClosed = true;
      await Promise.resolve();
    },
  };
  return { terminal, visits, displays: () => displays, isClosed: () => isClosed, leave: () => leave() };
}

const PAGE_SCRIPT = `
const stored = (name) => sessionStorage.getItem("counterfoil-" + name);
function enter() {
  const key = stored("key");
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? stored("token");
  if (key === null && token === null) return addEventListener("counterfoil-token", enter, { once: true });
  const socket = new WebSocket("ws://" + location.host + "/pipe");
  socket.onopen = () => socket.send(JSON.stringify({ hello: key === null ? { token } : { key } }));
  socket.onmessage = ({ data }) => {
    if (!data.startsWith('{"welcome"')) return void (document.title = data);
    sessionStorage.setItem("counterfoil-key", JSON.parse(data).welcome.key);
    sessionStorage.removeItem("counterfoil-token");
    socket.send(key === null ? "came by token" : "came by key");
    onfocus = () => socket.send("focus");
    onkeydown = ({ key: typed }) => socket.send("key " + typed);
  };
  socket.onclose = ({ code }) => {
    if (code === 4401) sessionStorage.removeItem("counterfoil-key");
    if (code !== 4409) setTimeout(enter, 100);
  };
}
enter();
`;

/** Writes the two pages as a built renderer would lie there. */
export function writePages(folder: string): void {
  for (const role of ROLES) {
    mkdirSync(join(folder, role), { recursive: true });
    const [red, green, blue] = COLOURS[role];
    writeFileSync(join(folder, role, "page.css"), `html { background: rgb(${red} ${green} ${blue}) }`);
    writeFileSync(
      join(folder, role, "index.html"),
      `<!doctype html><title>${role}</title><link rel="stylesheet" href="./page.css" /><script type="module" src="../enter.js"></script>`,
    );
  }
  writeFileSync(join(folder, "enter.js"), PAGE_SCRIPT);
}
