// One search of `npm run prove:model`, on a thread of its own: the world is named by its number.
import { parentPort, workerData } from "node:worker_threads";
import { explore } from "./explore.ts";
import { WORLDS } from "./worlds.ts";

const world = WORLDS[workerData as number];
if (!world || !parentPort) throw new Error("a search is started with the number of a world");
parentPort.postMessage(await explore({ flow: world.flow, bound: world.bound }));
