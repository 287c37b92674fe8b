// Whole sales in both windows on two monitors, on each host that this machine can run.
import { describeWith, TWO_MONITORS } from "#test/support/needs.ts";
import { openBrowserWindows } from "./browser-windows.ts";
import { describeSales } from "./sales.ts";

describeWith(
  "sales on two screens, browser host",
  [...TWO_MONITORS, "xdotool", "wmctrl", "import", "zbarimg", "socat"],
  () => describeSales(openBrowserWindows),
);
