// The shop's settings as the till reads them, for the keys that it was started with.
import { createHash } from "node:crypto";
import type { Settings } from "#till/ports.ts";
import type { KeyRing } from "./keys.ts";
import type { SettingsFile } from "./settings-file.ts";

export function tillSettings(file: SettingsFile, ring: KeyRing): Settings {
  const { mode } = ring;
  const keyPrint = ring.mode === "training" ? "training" : createHash("sha256").update(ring.secretKey).digest("hex");
  return {
    read() {
      const { shopName, tillName, staff, language, customerLanguage, confirmAboveMinor, ...rest } = file.read();
      const { lastAccounts, scanners } = rest;
      const last = lastAccounts[mode];
      // What another key's account took says nothing of this one.
      const lastAccount = last?.keyPrint === keyPrint ? last : null;
      const { keyGapMs } = scanners;
      return { shopName, tillName, staff, language, customerLanguage, confirmAboveMinor, keyGapMs, lastAccount };
    },
    write({ lastAccount, keyGapMs, ...change }) {
      const before = file.read();
      const lastAccounts = lastAccount
        ? { ...before.lastAccounts, [mode]: { ...lastAccount, keyPrint } }
        : before.lastAccounts;
      const scanners = keyGapMs === undefined ? before.scanners : { ...before.scanners, keyGapMs };
      file.write({ ...change, lastAccounts, scanners });
    },
  };
}
