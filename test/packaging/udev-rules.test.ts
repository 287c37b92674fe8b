// The udev rules say what they mean: read line by line as udev reads them, and carried out on devices as Linux describes them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SCANNER_MAKERS } from "#contract/scanners.ts";
import { makerOf } from "#devices/hid-notes.ts";
import { UDEV_FILE, UDEV_RULES } from "#main/udev-rules.ts";
import { checkConfiguration, PROJECT } from "./builder.ts";

type Token = { readonly key: string; readonly operator: string; readonly value: string };

/** Comments and empty lines are left out; anything that is no list of tokens fails. Source: udev(7), "Rules files". */
function parse(text: string): readonly (readonly Token[])[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) =>
    line.split(/,\s*/).map((part) => {
      const found = /^([A-Z]+(?:\{[A-Za-z_]+\})?)(==|!=|\+=|=)"([^"]*)"$/.exec(part);
      if (found === null) throw new Error(`no udev token: ${part}`);
      return { key: found[1] ?? "", operator: found[2] ?? "", value: found[3] ?? "" };
    }),
  );
}

const MATCHES = /^(?:ACTION|SUBSYSTEM|KERNEL|ATTRS\{idVendor\}|ENV\{DEVTYPE\})$/;

/** udev's patterns, as far as they are used here. */
function fits(pattern: string, value: string): boolean {
  const expression = pattern.replaceAll("*", ".*");
  return new RegExp(`^(?:${expression})$`).test(value);
}

/** @param facts what udev matches by. @returns what the rules gave to the device */
function carriedOut(facts: Readonly<Record<string, string>>): readonly string[] {
  const rules = parse(UDEV_RULES);
  const given: string[] = [];
  for (let at = 0; at < rules.length; at += 1) {
    const tokens = rules[at] ?? [];
    const matched = tokens.every(({ key, operator, value }) => {
      if (!MATCHES.test(key) || operator === "=" || operator === "+=") return true;
      return fits(value, facts[key] ?? "") === (operator === "==");
    });
    if (!matched) continue;
    for (const { key, value } of tokens.filter(({ operator }) => operator === "=" || operator === "+=")) {
      if (key === "GOTO")
        at = rules.findIndex((line) => line.some((one) => one.key === "LABEL" && one.value === value));
      else if (key !== "LABEL") given.push(`${key} ${value}`);
    }
  }
  return given;
}

const ADD = { ACTION: "add" };
const SCANNER = ["TAG uaccess", "ENV{ID_MM_DEVICE_IGNORE} 1"];

describe("the rules", () => {
  it("are the file that the Debian package puts where udev looks, before uaccess is granted", async () => {
    expect(readFileSync(join(PROJECT, "assets/linux", UDEV_FILE), "utf8")).toBe(UDEV_RULES);
    const { deb } = await checkConfiguration(join(PROJECT, "electron-builder.yml"));
    expect(deb?.fpm).toEqual([`assets/linux/${UDEV_FILE}=/usr/lib/udev/rules.d/${UDEV_FILE}`]);
    expect(UDEV_FILE < "73-seat-late.rules").toBe(true);
  });

  it("every way out of a line leads to a label behind it", () => {
    const rules = parse(UDEV_RULES);
    const at = (key: string) =>
      rules.flatMap((tokens, line) => tokens.filter((one) => one.key === key).map(({ value }) => ({ value, line })));
    expect(at("GOTO").length).toBeGreaterThan(3);
    for (const { value, line } of at("GOTO"))
      expect(at("LABEL").some((label) => label.value === value && label.line > line)).toBe(true);
  });

  it.each(["0c2e", "23d0", "05e0", "05f9", "1eab"])(
    "open the scanners of %s, and keep modem programs away",
    (vendor) => {
      const of = { ...ADD, "ATTRS{idVendor}": vendor };
      expect(carriedOut({ ...of, SUBSYSTEM: "hidraw", KERNEL: "hidraw3" })).toEqual(SCANNER);
      expect(carriedOut({ ...of, SUBSYSTEM: "tty", KERNEL: "ttyACM0" })).toEqual(SCANNER);
      expect(carriedOut({ ...of, SUBSYSTEM: "tty", KERNEL: "ttyUSB12" })).toEqual(SCANNER);
      expect(carriedOut({ ...of, SUBSYSTEM: "usb", "ENV{DEVTYPE}": "usb_device" })).toEqual(SCANNER.slice(1));
    },
  );

  it("leave everything else alone", () => {
    const zebra = { ...ADD, "ATTRS{idVendor}": "05e0" };
    const others = [
      { ...ADD, "ATTRS{idVendor}": "046d", SUBSYSTEM: "hidraw", KERNEL: "hidraw0" },
      { ...ADD, "ATTRS{idVendor}": "0403", SUBSYSTEM: "tty", KERNEL: "ttyUSB0" },
      { ...zebra, SUBSYSTEM: "tty", KERNEL: "ttyS0" },
      { ...zebra, SUBSYSTEM: "input", KERNEL: "event4" },
      { ...zebra, SUBSYSTEM: "usb", "ENV{DEVTYPE}": "usb_interface" },
      { ...zebra, ACTION: "remove", SUBSYSTEM: "hidraw", KERNEL: "hidraw0" },
    ];
    expect(others.map(carriedOut)).toEqual(others.map(() => []));
  });

  it("know the makers that the drivers know", () => {
    const vendors = parse(UDEV_RULES).flatMap((tokens) =>
      tokens.filter(({ key }) => key === "ATTRS{idVendor}").map(({ value }) => value),
    );
    const makers = vendors.map((vendor) => makerOf({ vendorId: Number.parseInt(vendor, 16), productId: 0 }));
    expect(new Set(makers)).toEqual(new Set(SCANNER_MAKERS));
  });
});
