// A training till that is closed and opened again still finds its charges; its bank's file is whole, private, and refused
// when it cannot be understood.
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient, type Client } from "#bridge/client.ts";
import { createMemoryPipe } from "#bridge/memory-pipe.ts";
import type { CashierView } from "#contract/views.ts";
import { openTerminal } from "#main/compose.ts";
import { openSettings } from "#main/settings-file.ts";
import { StartRefusal, type Terminal } from "#main/terminal.ts";
import { openTrainingBooks } from "#main/training-books.ts";

const WITHIN = { timeout: 15_000 };

let folder: string;
let path: string;
let open: Terminal | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterfoil-"));
  path = join(folder, "training-bank.json");
  openSettings(folder).write({ scanners: { hid: false, serial: [] } });
});
afterEach(async () => {
  await open?.close();
  open = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A cashier at the till that is opened here as a host opens it, with a pretend bank of its own. */
type Desk = { readonly cashier: Client; readonly customer: Client; view(): CashierView | null };

async function sitDown(): Promise<Desk> {
  await open?.close();
  const keys = { publicKey: undefined, secretKey: undefined };
  const terminal = await openTerminal({ dataFolder: folder, hostName: "browser", keys });
  open = terminal;
  const join = (role: "cashier" | "customer"): Client => {
    const pipe = createMemoryPipe();
    terminal.serve(pipe.till, role);
    return createClient(pipe.page);
  };
  let last: CashierView | null = null;
  const cashier = join("cashier");
  cashier.watch("cashier", (view) => {
    last = view;
  });
  const view = (): CashierView | null => last;
  await expect.poll(() => last !== null && view()?.noSale, WITHIN).toBe(null);
  return { cashier, customer: join("customer"), view };
}

test("an open QR is on show again after a restart, and the customer's payment ends the sale", async () => {
  const before = await sitDown();
  const saleId = randomUUID();
  await before.cashier.ask("sale/begin", {
    saleId,
    amountMinor: 15_000,
    reference: null,
    confirmed: true,
    otherCustomer: true,
  });
  await before.cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "alipayplus_mpm" });
  const sentence = (desk: Desk) => () => desk.view()?.counter?.sentence;
  await expect.poll(sentence(before), WITHIN).toBe("qr-shown");
  const face = before.view()?.customer.face;
  const chargeId = before.view()?.counter?.chargeId;
  if (face?.kind !== "qr") throw new Error(`the customer sees ${face?.kind}`);
  const picture = await before.customer.ask("picture/bytes", { hash: face.pictureHash });

  const after = await sitDown();
  await expect.poll(sentence(after), WITHIN).toBe("qr-shown");
  expect(after.view()?.counter).toMatchObject({ saleId, chargeId });
  expect(after.view()?.customer.face).toMatchObject({ kind: "qr", pictureHash: face.pictureHash });
  expect(await after.customer.ask("picture/bytes", { hash: face.pictureHash })).toEqual(picture);
  await after.cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await expect.poll(() => after.view()?.counter?.state, WITHIN).toBe("successful");
  await open?.close();
  expect(readFileSync(path, "utf8")).toContain(`"id":"${chargeId}"`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
}, 60_000);

test.each([
  ["no JSON", "{ secret-garbage", /training-bank\.json are not valid \(not JSON\)/],
  ["another format", '{"format":2}', /training-bank\.json are not valid \(format/],
])("books that are %s stop the start and stay as they are", async (_what, text, sentence) => {
  writeFileSync(path, text);
  const refusal: unknown = await sitDown().catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(StartRefusal);
  expect(String(refusal)).toMatch(sentence);
  expect(String(refusal)).not.toContain("secret-garbage");
  expect(readFileSync(path, "utf8")).toBe(text);
  rmSync(path);
  expect((await sitDown()).view()?.noSale).toBe(null);
});

test("books that cannot be written are told to the log, and training goes on", async () => {
  mkdirSync(`${path}.new`);
  const { cashier, view } = await sitDown();
  const saleId = randomUUID();
  await cashier.ask("sale/begin", {
    saleId,
    amountMinor: 15_000,
    reference: null,
    confirmed: true,
    otherCustomer: true,
  });
  await cashier.ask("sale/charge", { saleId, attemptId: randomUUID(), method: "atome_qr" });
  const log = () => readFileSync(join(folder, "logs", "counterfoil.log"), "utf8");
  await expect.poll(log, WITHIN).toMatch(/EISDIR.*training-bank\/books-not-saved/);
  await cashier.ask("rehearse/answer", { saleId, answer: "pay" });
  await expect.poll(() => view()?.counter?.state, WITHIN).toBe("successful");
  await open?.close();
  expect(openTrainingBooks(folder).text).toBe(null);
}, 60_000);

test("a folder where the file must be stops the start", async () => {
  mkdirSync(path);
  await expect(sitDown()).rejects.toThrow(StartRefusal);
  await expect(sitDown()).rejects.toThrow(/training-bank\.json cannot be read \(EISDIR/);
});

test("the file is replaced whole, and what was saved is read again", () => {
  const books = openTrainingBooks(folder);
  expect(books.text).toBe(null);
  const long = "ก".repeat(1_000_000);
  books.save(long);
  expect(openTrainingBooks(folder).text).toBe(long);
  books.save("short");
  expect(openTrainingBooks(folder).text).toBe("short");
  expect(readdirSync(folder).toSorted()).toEqual(["settings.json", "training-bank.json"]);
});
