// The product's HID code, and the whole till on it, beside devices of a real Linux kernel. The same as `npm run test:hid`.
import { expect, it } from "vitest";
import { describeUnless } from "#test/support/needs.ts";
import { runGuest } from "./machine.ts";
import { kernelOrReason, LIMIT_S } from "./needed.ts";

const kernel = await kernelOrReason();

describeUnless("HID devices of a real kernel", "lacking" in kernel ? kernel.lacking : null, () => {
  it(
    "deliver exactly the scans that were sent, and bugs that are planted are caught",
    { timeout: (LIMIT_S + 30) * 1000 },
    async () => {
      const folder = "folder" in kernel ? kernel.folder : "";
      const { code, lines, notes } = await runGuest(folder, LIMIT_S, () => undefined);
      expect({ code, wrong: lines.filter((line) => line.startsWith("WRONG")), notes }).toEqual({
        code: 0,
        wrong: [],
        notes: expect.stringContaining("boot: prepared"),
      });
      expect(lines.filter((line) => line.startsWith("caught: "))).toHaveLength(3);
      expect(lines.at(-1)).toMatch(/^test:hid: .+, exactly (\d+) of \1 scans, .+, 0 wrong$/);
      console.log(lines.at(-1));
    },
  );
});
