// The pretend bank in a process of its own, so that its work is not counted as the till's. Words: the two keys.
import { openSimulator } from "#simulator/simulator.ts";

const [publicKey = "", secretKey = ""] = process.argv.slice(2);
const simulator = await openSimulator({ publicKey, secretKey, country: "TH" });
console.log(`bank at ${simulator.origin}`);
