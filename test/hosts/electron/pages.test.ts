// The pages' own scheme: the right bytes with the right type and policy, and nothing that lies outside the folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { startHost } from "./worlds.ts";

let fetchPage: (url: string) => Promise<Response | null>;

beforeEach(async () => {
  const { bench, home } = await startHost();
  const out = join(home, "app", "out");
  mkdirSync(join(out, "renderer", "cashier"), { recursive: true });
  mkdirSync(join(out, "renderer", "assets"), { recursive: true });
  mkdirSync(join(out, "renderer-not"), { recursive: true });
  writeFileSync(join(out, "renderer", "cashier", "index.html"), "<p>cashier");
  writeFileSync(join(out, "renderer", "assets", "a.js"), "export {}");
  writeFileSync(join(out, "renderer", "assets", "a.css"), "p{}");
  writeFileSync(join(out, "renderer", "assets", "a.woff2"), "font");
  writeFileSync(join(out, "renderer", "assets", "a.js.map"), "{}");
  writeFileSync(join(out, "renderer-not", "index.html"), "secret");
  writeFileSync(join(home, "app", "package.json"), "secret");
  fetchPage = async (url) => await (bench.session("counterfoil")?.fetch(url) ?? null);
});

describe("an address of ours", () => {
  it.each([
    ["cashier/index.html", "text/html; charset=utf-8"],
    ["assets/a.js", "text/javascript; charset=utf-8"],
    ["assets/a.css", "text/css; charset=utf-8"],
    ["assets/a.woff2", "font/woff2"],
  ])("%s is served as %s under the policy", async (path, type) => {
    const answer = await fetchPage(`counterfoil://pages/${path}`);
    expect([answer?.status, answer?.headers.get("content-type")]).toEqual([200, type]);
    expect(answer?.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = answer?.headers.get("content-security-policy") ?? "";
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy).toContain(rule);
    }
  });
  it("carries the file's own bytes", async () => {
    expect(await (await fetchPage("counterfoil://pages/cashier/index.html"))?.text()).toBe("<p>cashier");
  });
});

describe("any other address", () => {
  it.each([
    "counterfoil://pages/cashier/",
    "counterfoil://pages/nothing.html",
    "counterfoil://pages/assets/a.js.map",
    "counterfoil://pages/../../package.json",
    "counterfoil://pages/..%2f..%2fpackage.json",
    "counterfoil://pages/%2e%2e/%2e%2e/package.json",
    "counterfoil://pages/..%2frenderer-not/index.html",
    "counterfoil://pages/..%5crenderer-not%5cindex.html",
    "counterfoil://pages/cashier/index.html%00.png",
    "counterfoil://pages/%ff.html",
    "counterfoil://elsewhere/cashier/index.html",
  ])("%s does not exist", async (url) => {
    const answer = await fetchPage(url);
    expect(answer?.status).toBe(404);
    expect(await answer?.text()).toBe("");
  });
  it("only reading is answered", async () => {
    const { answerPage } = await import("#main/electron/pages.ts");
    const pages = { folder: "/", policy: "default-src 'none'" };
    expect((await answerPage(pages, { method: "POST", url: "counterfoil://pages/cashier/index.html" })).status).toBe(
      405,
    );
  });
});
