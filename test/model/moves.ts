// Every next world: what the till, the network, the bank, the customer, the cashier and a power cut can do now.
import { bankMoves } from "./bank-moves.ts";
import { deskMoves } from "./desk-moves.ts";
import type { Move } from "./move.ts";
import { networkMoves } from "./network-moves.ts";
import { powerCuts } from "./power-cut.ts";
import type { RealCode } from "./questions.ts";
import { refundBankMoves } from "./refund-bank-moves.ts";
import { refundMoves } from "./refund-moves.ts";
import { tillMoves } from "./till-moves.ts";
import { watchMoves } from "./watch-moves.ts";
import type { World } from "./world.ts";

export function movesOf(world: World, real: RealCode): readonly Move[] {
  const moves: Move[] = [];
  tillMoves(world, real, moves);
  watchMoves(world, real, moves);
  for (const index of world.attempts.keys()) {
    networkMoves(world, index, { real, moves });
    bankMoves(world, index, { real, moves });
  }
  deskMoves(world, real, moves);
  for (const index of world.refunds.keys()) {
    refundMoves(world, index, { real, moves });
    refundBankMoves(world, index, moves);
  }
  powerCuts(world, real, { what: "the till dies and starts again", moves });
  return moves;
}
