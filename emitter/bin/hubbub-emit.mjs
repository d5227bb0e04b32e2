#!/usr/bin/env node
/** Starts the command line on a Node that runs TypeScript as it stands: this one, or else the pinned one. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

if (process.features.typescript) {
  await import("../src/cli/main.ts");
} else {
  const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const { error, status } = spawnSync(pinnedNode(), [main, ...process.argv.slice(2)], { stdio: "inherit" });
  if (error) process.stderr.write(`hubbub-emit needs Node 24; \`npm install\` in Hubbub's directory brings it.\n`);
  process.exitCode = status ?? 1;
}

function pinnedNode() {
  try {
    const home = dirname(createRequire(import.meta.url).resolve("node/package.json"));
    return join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    return "node24-is-not-installed";
  }
}
