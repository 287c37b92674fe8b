// Whole sales in both windows on two monitors, on each host that this machine can run.
import { join } from "node:path";
import { findElectron } from "#main/tools/electron-binary.ts";
import { describeUnless, describeWith, TWO_MONITORS, type Need } from "#test/support/needs.ts";
import { openBrowserWindows } from "./browser-windows.ts";
import { openElectronWindows } from "./electron-windows.ts";
import { describeSales } from "./sales.ts";

const NEEDS: readonly Need[] = [...TWO_MONITORS, "xdotool", "import", "zbarimg", "socat"];

describeWith("in the browser host", NEEDS, () => {
  describeSales(openBrowserWindows);
});

const electron = await findElectron(join(import.meta.dirname, "../.."), process.env);
describeUnless("on Electron", electron === undefined ? "no Electron binary" : null, () => {
  describeSales(openElectronWindows(electron ?? ""));
});
