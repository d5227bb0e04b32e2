import { defineConfig } from "vitest/config";
import { reporters } from "./scripts/test/vitest-report.ts";

export default defineConfig({
  test: {
    reporters: reporters(),
    projects: [
      { test: { name: "unit", include: ["*/src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"], testTimeout: 30_000 } },
      {
        test: {
          name: "integration",
          include: ["*/test/**/*.test.ts"],
          // Each file has processes of its own, and waits for them and for their timers half of its time.
          maxWorkers: 4,
          // Only what hangs takes as long as this: what a test waits for has limits of its own.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
