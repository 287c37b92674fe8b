// The product's own listener alone on a page, for the comparison: it says the keys of fingers and the scans.
import type { Player } from "#test/keyboard/player.ts";
import { listenToKeyboard } from "#renderer/shared/keyboard.ts";

const { player } = globalThis as unknown as { player: Player };
const keyboard = listenToKeyboard();
keyboard.onScan((text) => player.say(JSON.stringify({ scan: text })), null);
keyboard.onStroke(({ code }) => {
  player.say(JSON.stringify({ typed: code }));
  return true;
}, null);
