// A till of its own that does nothing but hold a data folder: `node hold-lock.ts FOLDER`, ended from outside.
import { lockDataFolder } from "#ledger/lock.ts";

const lock = lockDataFolder(process.argv[2] ?? "");
process.stdout.write(`${lock.kind}\n`);
setInterval(() => process.stdout.write(""), 1_000);
