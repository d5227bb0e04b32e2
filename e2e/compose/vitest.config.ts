import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "compose", root: import.meta.dirname, include: ["*.test.ts"], testTimeout: 180_000, bail: 1 },
});
