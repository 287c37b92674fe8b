// The packages that are only measured beside ours, planted where they must not be.
import type { Plant } from "./plants.ts";

export const COMPARED: readonly Plant[] = ["onscan.js", "use-scan-detection"].flatMap((name) =>
  ["bench", "test/support"].map((room) => ({
    file: `${room}/p-${name}.ts`,
    rule: "no-restricted-imports",
    source: `import "${name}"; // here`,
    says: "measured",
  })),
);
