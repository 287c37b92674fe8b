// The product's own policy on the built pages: what is planted is stopped and seen; that nothing else is, every other suite checks.
import { expect, test } from "vitest";
import { openWatched } from "#test/scenes/browser.ts";
import { openStage } from "#test/scenes/stage.ts";
import { describeWith } from "#test/support/needs.ts";
import { snapshots, usePlay } from "./play.ts";

describeWith("the policy of the pages", ["chromium"], () => {
  const play = usePlay();

  test.each([
    ["an inline script", "<script>document.title = 'planted'</script>", /script-src/],
    ["an inline style", "<style>body { color: red }</style>", /style-src/],
    ["a picture from elsewhere", '<link rel="icon" href="http://127.0.0.1:9/planted.png">', /img-src/],
  ])("%s is stopped and seen", async (_name, planted, directive) => {
    const stage = await openStage(planted);
    stage.show(snapshots("idle"));
    const { page, complaints, context } = await openWatched(play.browser(), stage.origin, "customer");
    await page.locator('[data-face="idle"]').waitFor();
    await expect.poll(() => complaints.some((complaint) => directive.test(complaint))).toBe(true);
    expect(await page.title()).not.toBe("planted");
    await context.close();
    await stage.close();
  });

  test("text never becomes markup or code in a page", async () => {
    const { page, complaints } = await play.open("customer", "idle", {
      allowed: /TrustedHTML|CSP|Trusted Type|unsafe-eval/,
    });
    const thrown = await page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML("beforeend", "<b>planted</b>");
        return "nothing";
      } catch (error) {
        return String(error);
      }
    });
    expect(thrown).toContain("TrustedHTML");
    expect(complaints.length).toBeGreaterThan(0);
  });
});
