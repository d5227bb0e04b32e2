import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["*/src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"] } },
      {
        test: {
          name: "integration",
          include: ["*/test/**/*.test.ts"],
          // Each file has processes of its own; more than two files at once only wait for each other.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
