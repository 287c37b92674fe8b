// What is said of scanners: every word in both languages, makers' modes as their manuals name them, long names cut in the header.
import { describe, expect, it } from "vitest";
import { SCANNER_MAKERS, SCANNER_WORDS, type ScannerWords } from "#contract/scanners.ts";
import type { ScannerView } from "#contract/views.ts";
import { scannerHelp, scannerName, scannerSays, scannerWords } from "#renderer/shared/scanner-words.ts";
import { openTexts } from "#texts/texts.ts";

const english = openTexts("en").t;
const thai = openTexts("th").t;

function scanner(words: ScannerWords | null, more: Partial<ScannerView> = {}): ScannerView {
  return { id: "a", kind: "hid", name: "Desk scanner", state: "trouble", words, maker: null, note: "", ...more };
}

describe("a scanner's words", () => {
  it.each(SCANNER_WORDS)("%s is said in both languages, and nothing of the wire shows", (words) => {
    for (const say of [english, thai]) {
      const said = [scannerWords, scannerSays, scannerHelp].map((tell) => tell(scanner(words), say));
      expect(said.slice(0, 2).every((text) => text.length > 3)).toBe(true);
      expect(said.join()).not.toMatch(/scanner(?:Words|Help|Short|Change)|\{\{/);
    }
    expect(scannerWords(scanner(words), thai)).not.toBe(scannerWords(scanner(words), english));
  });

  it("where it works nothing is said, and its name stands alone", () => {
    const works = scanner(null);
    expect([scannerWords(works, english), scannerHelp(works, english), scannerSays(works, english)]).toEqual([
      "",
      "",
      "Desk scanner",
    ]);
  });

  it("a maker's mode is called as its manual calls it, and nothing is made up for others", () => {
    const help = (maker: ScannerView["maker"]) => scannerHelp(scanner("keyboard-mode", { maker }), english);
    expect([help("honeywell"), help("youjie")]).toEqual(Array(2).fill(expect.stringContaining("terminal ID 131")));
    expect(help("newland")).toContain("“HID-POS”");
    expect(help(null)).toBe("It works as it is. Its manual has a code that changes the mode.");
    expect(SCANNER_MAKERS.every((maker) => help(maker).startsWith("It works as it is."))).toBe(true);
  });

  it("the rules file and the group are named where they help", () => {
    const help = scannerHelp(scanner("no-permission-serial"), english);
    expect([help.includes("70-counterfoil-scanners.rules"), help.includes("dialout")]).toEqual([true, true]);
  });

  it("in little room a long path keeps its end and a long name its beginning", () => {
    const path = "/dev/serial/by-id/usb-Maker_Scanner-if00";
    expect(scannerSays(scanner("unplugged", { kind: "serial", name: path }), english)).toBe(
      "…aker_Scanner-if00: unplugged",
    );
    expect(scannerSays(scanner("in-use", { name: "A scanner with a long name" }), english)).toBe(
      "A scanner with a …: used elsewhere",
    );
    expect(scannerName(scanner("in-use", { kind: "serial", name: path }), english)).toBe(path);
  });
});
