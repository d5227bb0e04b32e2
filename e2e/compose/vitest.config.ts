import { defineConfig } from "vitest/config";
import { reporters } from "../../scripts/test/vitest-report.ts";

export default defineConfig({
  test: {
    name: "compose",
    root: import.meta.dirname,
    include: ["*.test.ts"],
    reporters: reporters(),
    testTimeout: 180_000,
    bail: 1,
  },
});
