// onscan.js alone on a page, set up as the example of its README does.
import onScan from "onscan.js";
import type { Player } from "#test/keyboard/player.ts";

const { player } = globalThis as unknown as { player: Player };
onScan.attachTo(document, {
  suffixKeyCodes: [13],
  reactToPaste: true,
  onScan: (text) => player.say(JSON.stringify({ scan: text })),
});
