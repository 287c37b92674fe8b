// Every next world: what the till, the network, the bank, the customer, the cashier and a power cut can do now.
import type { Move } from "./move.ts";
import type { RealCode } from "./questions.ts";
import { bankMoves } from "./bank-moves.ts";
import { networkMoves } from "./network-moves.ts";
import { powerCut } from "./power-cut.ts";
import { tillMoves } from "./till-moves.ts";
import { watchMoves } from "./watch-moves.ts";
import type { World } from "./world.ts";

export async function movesOf(world: World, real: RealCode): Promise<readonly Move[]> {
  const moves: Move[] = [];
  await tillMoves(world, real, moves);
  await watchMoves(world, real, moves);
  for (const index of world.attempts.keys()) {
    await networkMoves(world, index, { real, moves });
    bankMoves(world, index, { real, moves });
  }
  await powerCut(world, real, { what: "the till dies and starts again", moves });
  return moves;
}
