// One conversation over a memory pipe: every role against every command, and what a lost or lying end leads to.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createClient } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { Pipe } from "#bridge/pipe.ts";
import { servePipe, type Desk } from "#bridge/server.ts";
import { commands, type CommandName } from "#contract/commands.ts";
import { failure, Refusal } from "#contract/failure.ts";
import { views, type ViewName } from "#contract/views.ts";
import { ROLES, type Role } from "#contract/words.ts";

type Heard = { readonly command: CommandName; readonly input: unknown };

function seat(role: Role, behave: (heard: Heard) => Promise<unknown> = async () => null) {
  const heard: Heard[] = [];
  const reports: string[] = [];
  const pipes = createMemoryPipe();
  let push: (snapshot: never) => void = () => undefined;
  let watching = 0;
  const desk: Desk = {
    handle: async (_role, command, input) => {
      heard.push({ command, input });
      return (await behave({ command, input })) as never;
    },
    watch(_view, listener) {
      watching += 1;
      push = listener as typeof push;
      return () => {
        watching -= 1;
      };
    },
    report: (event) => void reports.push(event),
  };
  servePipe(desk, pipes.till, role);
  return {
    heard,
    reports,
    page: pipes.page,
    client: createClient(pipes.page),
    push: (s: unknown) => push(s as never),
    watching: () => watching,
  };
}

/** What a page hears when it speaks raw text. */
async function raw(
  role: Role,
  text: string,
): Promise<{ readonly said: readonly unknown[]; readonly closed: string | null }> {
  const pipes = createMemoryPipe();
  const desk: Desk = { handle: async () => null as never, watch: () => () => undefined, report: () => undefined };
  servePipe(desk, pipes.till, role);
  return await listen(pipes.page, text);
}

function listen(
  page: Pipe,
  text: string,
): Promise<{ readonly said: readonly unknown[]; readonly closed: string | null }> {
  return new Promise((resolve) => {
    const said: unknown[] = [];
    page.onText((each) => {
      said.push(JSON.parse(each));
      resolve({ said, closed: null });
    });
    page.onClose((closed) => resolve({ said, closed }));
    page.send(text);
  });
}

const names = Object.keys(commands) as CommandName[];

describe.each(ROLES)("%s", (role) => {
  test.each(names)("%s", async (name) => {
    const allowed = (commands[name].roles as readonly Role[]).includes(role);
    const { said } = await raw(role, JSON.stringify({ ask: 1, command: name, input: { nonsense: true } }));
    expect(said).toEqual([
      expect.objectContaining({
        answer: 1,
        failure: expect.objectContaining({ code: allowed ? "bad-input" : "not-allowed" }),
      }),
    ]);
  });

  test.each(Object.keys(views) as ViewName[])("view %s", async (name) => {
    const allowed = (views[name].roles as readonly Role[]).includes(role);
    const place = seat(role);
    place.page.send(JSON.stringify({ watch: name }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(place.watching()).toBe(allowed ? 1 : 0);
    expect(place.reports).toEqual(allowed ? [] : ["bridge/view-refused"]);
  });
});

test("an answer comes back, and its input was parsed", async () => {
  const place = seat("cashier", async () => ({ step: "begun" }));
  const input = {
    saleId: randomUUID(),
    amountMinor: 12_000,
    reference: "  table 4 ",
    confirmed: false,
    otherCustomer: true,
  };
  expect(await place.client.ask("sale/begin", input)).toEqual({ step: "begun" });
  expect(place.heard).toEqual([{ command: "sale/begin", input: { ...input, reference: "table 4" } }]);
});

test.each([
  ["an amount that is no whole number", { amountMinor: 1.5 }],
  ["nothing", { amountMinor: 0 }],
  ["more than is safe", { amountMinor: 2 ** 53 }],
  ["a text", { amountMinor: "100" }],
  ["a field too many", { amountMinor: 100, extra: 1 }],
  ["an id that is none", { amountMinor: 100, saleId: "1" }],
])("%s is refused before the till hears of it", async (_what, change) => {
  const place = seat("cashier");
  const input = { saleId: randomUUID(), reference: null, confirmed: false, otherCustomer: true, ...change };
  await expect(place.client.ask("sale/begin", input as never)).rejects.toMatchObject({
    failure: { code: "bad-input" },
  });
  expect(place.heard).toEqual([]);
});

test("an expected no arrives with its code, a defect arrives as broken and is reported", async () => {
  const no = seat("cashier", async () => {
    throw new Refusal(failure("busy", "a sale is open"));
  });
  await expect(no.client.ask("till/leave", {})).rejects.toMatchObject({
    failure: { code: "busy", words: "a sale is open" },
  });
  expect(no.reports).toEqual([]);
  const defect = seat("cashier", async () => {
    throw new TypeError("boom");
  });
  await expect(defect.client.ask("till/leave", {})).rejects.toMatchObject({
    failure: { code: "broken", again: "ask-first" },
  });
  expect(defect.reports).toEqual(["bridge/defect"]);
});

test("an output that is not what the command promises does not reach the page as one", async () => {
  const place = seat("cashier", async () => ({ step: "sold" }));
  const input = { saleId: randomUUID(), amountMinor: 1, reference: null, confirmed: false, otherCustomer: true };
  await expect(place.client.ask("sale/begin", input)).rejects.toMatchObject({ failure: { code: "broken" } });
});

test("when the pipe is lost, open asks reject as `may have happened`, and watching ends", async () => {
  const place = seat("cashier", () => new Promise(() => undefined));
  place.client.watch("cashier", () => undefined);
  const asked = place.client.ask("till/leave", {});
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(place.watching()).toBe(1);
  place.page.close("the window is gone");
  await expect(asked).rejects.toMatchObject({ failure: { code: "connection-lost", again: "ask-first" } });
  await expect(place.client.ask("till/leave", {})).rejects.toMatchObject({ failure: { code: "connection-lost" } });
  expect(place.watching()).toBe(0);
});

test.each([
  ["no JSON", "hello"],
  ["JSON of another shape", '{"tell":1}'],
  ["more than a page may say", JSON.stringify({ ask: 1, command: "x".repeat(70_000), input: null })],
])("%s closes the pipe", async (_what, text) => {
  expect(await raw("cashier", text)).toEqual({ said: [], closed: "a message that is none" });
});

test("a command that nobody knows is answered as such", async () => {
  const { said } = await raw("cashier", JSON.stringify({ ask: 7, command: "sale/steal", input: null }));
  expect(said).toEqual([{ answer: 7, failure: expect.objectContaining({ code: "unknown-command" }) }]);
});
