// Every guard of the loopback door has two sides here: the friend enters, the stranger does not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Pipe } from "#bridge/pipe.ts";
import type { Role } from "#contract/words.ts";
import { openDoor } from "#main/browser/door.ts";
import type { Door } from "#main/browser/door.ts";
import { createGuests } from "#main/browser/guests.ts";
import { loadPages } from "#main/browser/pages.ts";
import { waitFor } from "./wait-for.ts";

type Guest = { readonly role: Role; readonly pipe: Pipe; readonly heard: string[]; closed: string | undefined };
type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };
type Visitor = { readonly socket: WebSocket; readonly said: string[]; code: number | undefined };

let folder: string;
let door: Door;
let guests: Guest[];
let strangers: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "door-"));
  mkdirSync(join(folder, "pages", "cashier"), { recursive: true });
  mkdirSync(join(folder, "pages", "assets"));
  writeFileSync(join(folder, "pages", "cashier", "index.html"), "<!doctype html>the cashier's page");
  writeFileSync(join(folder, "pages", "assets", "page-1a2b.js"), "export {};");
  writeFileSync(join(folder, "pages", "assets", "page-1a2b.js.map"), "{}");
  writeFileSync(join(folder, "secret.html"), "outside");
  guests = [];
  strangers = [];
  door = await openDoor({
    pages: loadPages(join(folder, "pages")),
    onStranger: (reason) => void strangers.push(reason),
    onPage: (pipe, role) => {
      const guest: Guest = { role, pipe, heard: [], closed: undefined };
      guests.push(guest);
      pipe.onText((text) => void guest.heard.push(text));
      pipe.onClose((reason) => {
        guest.closed = reason;
      });
    },
  });
});
afterEach(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const { hostname, port } = new URL(door.origin);
  return await new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers, method }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** Knocks at the door as a page does. @returns the status where it is not even let in */
async function knock(headers: Record<string, string> = {}, path = "/pipe"): Promise<Visitor | number> {
  const socket = new WebSocket(`${door.origin.replace("http", "ws")}${path}`, {
    headers: { origin: door.origin, ...headers },
  });
  const visitor: Visitor = { socket, said: [], code: undefined };
  socket.on("message", (data: Buffer) => void visitor.said.push(data.toString()));
  socket.on("close", (code) => (visitor.code = code));
  return await new Promise((resolve, reject) => {
    socket.once("open", () => resolve(visitor));
    socket.once("unexpected-response", (asked, response) => {
      resolve(response.statusCode ?? 0);
      asked.destroy();
    });
    socket.once("error", reject);
  });
}

async function visit(): Promise<Visitor> {
  const visitor = await knock();
  if (typeof visitor === "number") throw new Error(`refused with ${visitor}`);
  return visitor;
}

/** Says hello. @returns the key it was welcomed with, or the code it was closed with */
async function hello(visitor: Visitor, words: unknown): Promise<string | number> {
  visitor.socket.send(typeof words === "string" ? words : JSON.stringify(words));
  return await waitFor("an answer to hello", () => {
    const welcome = visitor.said[0];
    return welcome === undefined ? visitor.code : (JSON.parse(welcome) as { welcome: { key: string } }).welcome.key;
  });
}

describe("pages", () => {
  test("a page comes with its type, its policy, and is never kept", async () => {
    const { status, headers, body } = await get("/cashier/");
    const { host } = new URL(door.origin);
    expect([status, body]).toEqual([200, "<!doctype html>the cashier's page"]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": expect.stringContaining(`connect-src ws://${host};`),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["content-security-policy"]).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("a script comes as a script, and a question for its head has no body", async () => {
    const script = await get("/assets/page-1a2b.js");
    expect([script.status, script.headers["content-type"]]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(await get("/assets/page-1a2b.js", {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  });

  test.for([
    "/",
    "/cashier",
    "/secret.html",
    "/../secret.html",
    "/cashier/../../secret.html",
    "/cashier/..%2f..%2fsecret.html",
    "/cashier/%2e%2e/%2e%2e/secret.html",
    "//secret.html",
    "/assets/",
    "/assets/page-1a2b.js.map",
    "/pipe",
  ])("nothing is at %s", async (path) => {
    const { status, headers, body } = await get(path);
    expect([status, body]).toEqual([404, ""]);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
  });

  test.for([
    ["a foreign host name", { host: "shop.example" }],
    ["another name of this machine", { host: "localhost" }],
    ["a foreign page", { origin: "http://shop.example" }],
    ["a page without an origin", { origin: "null" }],
  ] as const)("a request under %s gets nothing", async ([, headers]) => {
    expect(await get("/cashier/", headers)).toMatchObject({ status: 403, body: "" });
    expect(strangers).toHaveLength(1);
  });

  test("a page may not be written to", async () => {
    expect((await get("/cashier/", {}, "POST")).status).toBe(404);
  });

  test("the door stands open on loopback alone", async () => {
    const { port } = new URL(door.origin);
    const outside = connect({ port: Number(port), host: "127.0.0.2" });
    await expect(
      new Promise((resolve, reject) => {
        outside.once("connect", resolve);
        outside.once("error", reject);
      }),
    ).rejects.toThrow("ECONNREFUSED");
  });
});

describe("connections", () => {
  test("a page of ours is heard", async () => {
    expect(await knock()).not.toBeTypeOf("number");
  });

  test.for([
    ["a foreign page", { origin: "http://shop.example" }, "/pipe"],
    ["the same machine by another name", { origin: "http://localhost" }, "/pipe"],
    ["a foreign host name", { host: "shop.example" }, "/pipe"],
    ["our page at another place", {}, "/else"],
    ["our page with more in the address", {}, "/pipe?token=x"],
  ] as const)("%s is not let in", async ([, headers, path]) => {
    expect(await knock(headers, path)).toBe(403);
    expect(strangers).toHaveLength(1);
  });
});

describe("roles", () => {
  test("a token opens the door once, with its role", async () => {
    const token = door.guests.invite("customer");
    expect(await hello(await visit(), { hello: { token } })).toMatch(/^[\w-]{43}$/);
    expect(guests.map(({ role }) => role)).toEqual(["customer"]);
    expect(await hello(await visit(), { hello: { token } })).toBe(4401);
    expect(guests).toHaveLength(1);
  });

  test("a key keeps the role and takes the place of its old connection", async () => {
    const first = await visit();
    const key = await hello(first, { hello: { token: door.guests.invite("cashier") } });
    const second = await visit();
    expect(await hello(second, { hello: { key } })).toBe(key);
    expect(guests.map(({ role, closed }) => ({ role, closed }))).toEqual([
      { role: "cashier", closed: "the same page came again" },
      { role: "cashier", closed: undefined },
    ]);
    await waitFor("the old connection is closed", () => first.code === 4409);
    second.socket.send("still here");
    await waitFor("the new connection is heard", () => guests[1]?.heard.includes("still here"));
  });

  test.for([
    ["an unknown token", { hello: { token: "x".repeat(43) } }],
    ["an unknown key", { hello: { key: "x".repeat(43) } }],
    ["a claimed role", { hello: { role: "cashier" } }],
    ["a token and more", { hello: { token: "x", role: "cashier" } }],
    ["an endless token", { hello: { token: "x".repeat(1000) } }],
    ["nonsense", "hello?"],
    ["nothing", ""],
  ] as const)("%s is refused", async ([, words]) => {
    expect(await hello(await visit(), words)).toBe(4401);
    expect(guests).toEqual([]);
    expect(strangers).toEqual(["a connection without a valid token or key"]);
  });

  test("text goes both ways, and a message over the limit ends the connection", async () => {
    const visitor = await visit();
    await hello(visitor, { hello: { token: door.guests.invite("cashier") } });
    const guest = guests[0];
    guest?.pipe.send("from the till");
    visitor.socket.send("x".repeat(64 * 1024));
    await waitFor("both have heard", () => guest?.heard.length === 1 && visitor.said[1] === "from the till");
    visitor.socket.send("x".repeat(64 * 1024 + 1));
    await waitFor("the page is cut off", () => visitor.code === 1009);
    expect(guest?.heard).toHaveLength(1);
    await waitFor("the pipe is over", () => guest?.closed);
    expect(() => guest?.pipe.send("to nobody")).not.toThrow();
  });

  test("a token waits five minutes and no longer, a printed one for ever", () => {
    let nowMs = 0;
    const list = createGuests(() => nowMs);
    const [early, late, printed] = [list.invite("cashier"), list.invite("cashier"), list.invite("customer", "forever")];
    nowMs = 5 * 60_000 - 1;
    expect(list.redeem(early)?.role).toBe("cashier");
    nowMs += 1;
    expect(list.redeem(late)).toBeUndefined();
    nowMs += 1e12;
    expect(list.redeem(printed)?.role).toBe("customer");
  });
});
