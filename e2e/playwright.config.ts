import { defineConfig } from "@playwright/test";
import { artefacts, browserPath } from "./src/environment.ts";

export default defineConfig({
  testDir: "tests",
  outputDir: `${artefacts}/failures`,
  // Each worker has a stack of its own, and one file at a time: who kills a part of it meets nobody else.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: `${artefacts}/results.json` }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    // Recording slows every test by about a third; `--trace retain-on-failure` asks for it.
    trace: "off",
    launchOptions: {
      ...(browserPath === undefined ? {} : { executablePath: browserPath }),
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
