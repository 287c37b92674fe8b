// `npm run test:hid`: the product's HID code beside a real kernel's HID devices, in a small virtual machine. The last line is the
// count.
import { runGuest } from "./machine.ts";
import { kernelOrReason, LIMIT_S } from "./needed.ts";

async function main(): Promise<void> {
  const kernel = await kernelOrReason();
  if ("lacking" in kernel) {
    console.log(`test:hid: not run: ${kernel.lacking}`);
    process.exitCode = 1;
    return;
  }
  let last = "";
  const { code, notes } = await runGuest(kernel.folder, LIMIT_S, (line) => {
    if (last !== "") console.log(last);
    last = line;
  });
  console.log(notes.trim());
  console.log(last);
  process.exitCode = code;
}

// An end from outside leaves no machine behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await main();
