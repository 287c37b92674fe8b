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
      const { shopName, tillName, staff, language, customerLanguage, confirmAboveMinor, lastAccounts } = file.read();
      const last = lastAccounts[mode];
      // What another key's account took says nothing of this one.
      const lastAccount = last?.keyPrint === keyPrint ? last : null;
      return { shopName, tillName, staff, language, customerLanguage, confirmAboveMinor, lastAccount };
    },
    write({ lastAccount, ...change }) {
      const lastAccounts = lastAccount
        ? { ...file.read().lastAccounts, [mode]: { ...lastAccount, keyPrint } }
        : file.read().lastAccounts;
      file.write({ ...change, lastAccounts });
    },
  };
}
