// The suites that stand against the mutants: pure and quick, nothing in them waits, opens or starts anything.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    // Nothing here outlives its test, and a mutant is answered in half the time.
    isolate: false,
    passWithNoTests: false,
    include: [
      "test/till/{step,step-sent,step-charged,step-ended,plan,payable,judge,trace,clock-trace,rebuilt,intent,never-shown,may-be-asked,back-off}.test.ts",
      "test/till/refund-{step,plan,check,terms,desk-terms,windows}.test.ts",
      "test/omise/outcome.test.ts",
      "test/contract/**/*.test.ts",
    ],
    setupFiles: ["test/mutation/fixed-seed.ts"],
    testTimeout: 20_000,
  },
});
