// use-scan-detection alone on a page: as the usage of its README, or, told by the page, with the least length that ours has too.
import { createRoot } from "react-dom/client";
import packed from "use-scan-detection";
import type { Player } from "#test/keyboard/player.ts";

const { player } = globalThis as unknown as { player: Player };
// The package is CommonJS: what it exports by default is one level deeper than its types say.
const useScanDetection = (packed as unknown as { default: typeof packed }).default;
const minLength = Number(document.documentElement.dataset["least"]);

function say(text: unknown): void {
  player.say(JSON.stringify({ scan: String(text) }));
}

function Usual() {
  useScanDetection({ onComplete: say });
  return null;
}

function Longer() {
  useScanDetection({ onComplete: say, minLength });
  return null;
}

createRoot(document.body.appendChild(document.createElement("div"))).render(minLength > 0 ? <Longer /> : <Usual />);
