// The letter slot and its guard: the friend's message enters, a stranger's is refused and logged; what is over stays over.
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openPage, startHost } from "./worlds.ts";

async function openBoth() {
  const host = await startHost();
  const [customer, cashier] = ["customer", "cashier"].map((role) =>
    host.bench.openWindows().find(({ webContents }) => webContents.getURL().includes(role)),
  );
  if (!customer || !cashier) throw new Error("no windows");
  return { ...host, customer: customer.webContents, cashier: cashier.webContents };
}

function reasons(noted: readonly { event: string; facts: Readonly<Record<string, unknown>> }[]): unknown[] {
  return noted.filter(({ event }) => event === "message-refused").map(({ facts }) => facts["why"]);
}

describe("a friend", () => {
  it("is heard and answered, each window with its own role", async () => {
    const { bench, till, cashier, customer } = await openBoth();
    const counter = await openPage(bench, cashier);
    const guest = await openPage(bench, customer);
    const heard: string[] = [];
    counter.slot.onText((text) => heard.push(`cashier ${text}`));
    guest.slot.onText((text) => heard.push(`customer ${text}`));
    counter.slot.send("ask");
    guest.slot.send("watch");
    expect(till.talks.map(({ role, heard: texts }) => [role, texts])).toEqual([
      ["cashier", ["ask"]],
      ["customer", ["watch"]],
    ]);
    till.talks[0]?.pipe.send("answer");
    till.talks[1]?.pipe.send("snapshot");
    expect(heard).toEqual(["cashier answer", "customer snapshot"]);
  });
  it("finds exactly three words in its world", async () => {
    const { bench, cashier } = await openBoth();
    const { page, slot } = await openPage(bench, cashier);
    expect(Object.keys(page.state.exposed)).toEqual(["counterfoilPipe"]);
    expect(Object.keys(slot).toSorted()).toEqual(["onClose", "onText", "send"]);
  });
  it("may send 64 kB in one message, counted in bytes", async () => {
    const { bench, till, cashier } = await openBoth();
    const { slot } = await openPage(bench, cashier);
    slot.send("ก".repeat(21_845));
    expect(till.talks[0]?.heard[0]).toHaveLength(21_845);
    expect(till.talks[0]?.closed).toEqual([]);
  });
});

describe("a stranger is refused and logged", () => {
  const message = [randomUUID(), "sale/begin"];
  it("when it is no window of ours", async () => {
    const { bench, till, noted } = await openBoth();
    const { createContents } = await import("./stand-in-window.ts");
    const other = createContents((await import("./stand-in-session.ts")).createSession(""));
    other.show("counterfoil://pages/cashier/index.html");
    bench.say(other, message);
    expect([till.talks, reasons(noted)]).toEqual([[], ["not one of our windows"]]);
  });
  it("when the window shows a page of another origin", async () => {
    const { bench, till, noted, cashier } = await openBoth();
    cashier.show("https://example.com/cashier/");
    bench.say(cashier, message);
    expect([till.talks, reasons(noted)]).toEqual([[], ["not our origin"]]);
  });
  it("when the window shows the other page: a role is not carried over", async () => {
    const { bench, till, noted, cashier } = await openBoth();
    cashier.show("counterfoil://pages/customer/index.html");
    bench.say(cashier, message);
    expect([till.talks, reasons(noted)]).toEqual([[], ["not this window's page"]]);
  });
  it("when it is a frame inside the page, or a page that is gone", async () => {
    const { bench, till, noted, cashier } = await openBoth();
    bench.say(cashier, message, bench.frame("counterfoil://pages/cashier/index.html", cashier.mainFrame));
    bench.say(cashier, message, bench.frame("counterfoil://pages/cashier/index.html"));
    bench.say(cashier, message, null);
    const frame = "not the window's main frame";
    expect([till.talks, reasons(noted)]).toEqual([[], [frame, frame, "the page is gone"]]);
  });
  it("and what it said stands in no log", async () => {
    const { bench, noted, cashier } = await openBoth();
    bench.say(cashier, [randomUUID(), "very secret"], null);
    expect(noted).toHaveLength(1);
    expect(JSON.stringify(noted)).not.toContain("secret");
  });
});

describe("a message that breaks the rules ends the conversation", () => {
  it.each([
    ["one byte over 64 kB", (line: string) => [line, "x".repeat(65_537)]],
    ["over 64 kB in Thai", (line: string) => [line, "ก".repeat(21_846)]],
    ["no text", (line: string) => [line, { ask: 1 }]],
    ["no line", () => ["not a line", "text"]],
    ["one word too many", (line: string) => [line, "text", "more"]],
  ])("%s", async (_what, broken) => {
    const { bench, till, noted, cashier } = await openBoth();
    const line = randomUUID();
    bench.say(cashier, [line, "first"]);
    bench.say(cashier, broken(line));
    bench.say(cashier, [line, "too late"]);
    expect(till.talks).toHaveLength(1);
    expect([till.talks[0]?.heard, till.talks[0]?.closed]).toEqual([["first"], ["a message that breaks the rules"]]);
    expect(noted).toEqual([{ event: "message-broken", facts: { role: "cashier" } }]);
  });
});

describe("the end of a conversation", () => {
  it("is told to the page once, and the next message opens a new one", async () => {
    const { bench, till, cashier } = await openBoth();
    const { slot } = await openPage(bench, cashier);
    const ends: string[] = [];
    slot.onClose((reason) => ends.push(reason));
    slot.send("one");
    till.talks[0]?.pipe.close("enough");
    till.talks[0]?.pipe.close("enough again");
    till.talks[0]?.pipe.send("into the void");
    slot.send("two");
    expect([ends, till.talks[0]?.closed]).toEqual([["enough"], ["enough"]]);
    expect(till.talks.map(({ heard }) => heard)).toEqual([["one"], ["two"]]);
  });
  it("comes with a reload, and nothing of the old talk reaches the new page", async () => {
    const { bench, till, cashier } = await openBoth();
    const before = await openPage(bench, cashier);
    before.slot.send("old");
    const after = await openPage(bench, cashier);
    const heard: string[] = [];
    after.slot.onText((text) => heard.push(text));
    till.talks[0]?.pipe.send("for the old page");
    after.slot.send("new");
    before.slot.send("late word of the old page");
    till.talks[1]?.pipe.send("for the new page");
    expect(till.talks.map((talk) => [talk.heard, talk.closed])).toEqual([
      [["old"], ["the page started anew"]],
      [["new"], []],
    ]);
    expect(heard).toEqual(["for the new page"]);
  });
  it("is told apart by its line: words still on their way to an earlier page are not heard", async () => {
    const { bench, cashier } = await openBoth();
    const { slot, page } = await openPage(bench, cashier);
    const heard: string[] = [];
    slot.onText((text) => heard.push(text));
    slot.onClose((reason) => heard.push(reason));
    slot.send("hello");
    page.hear("counterfoil:hear", [randomUUID(), "late text"]);
    page.hear("counterfoil:end", [randomUUID(), "late end"]);
    expect(heard).toEqual([]);
  });
  it("comes with a crash and with a closed window", async () => {
    const { bench, till, cashier, customer } = await openBoth();
    bench.say(cashier, [randomUUID(), "a"]);
    bench.say(customer, [randomUUID(), "b"]);
    cashier.crash();
    bench
      .openWindows()
      .find(({ webContents }) => webContents === customer)
      ?.close();
    expect(till.talks.map(({ closed }) => closed)).toEqual([["the page crashed"], ["the window was closed"]]);
  });
  it("comes when the page cannot be reached: no text is lost in silence", async () => {
    const { bench, till, cashier } = await openBoth();
    bench.say(cashier, [randomUUID(), "a"]);
    cashier.state.crashed = true;
    till.talks[0]?.pipe.send("snapshot");
    expect(till.talks[0]?.closed).toEqual(["the page cannot be reached"]);
  });
});
