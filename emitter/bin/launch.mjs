/** Starts a program of this package: as it was built, or in a checkout as it stands, on a Node that runs TypeScript. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `name` of `src/<name>/main.ts`. */
export async function launch(name) {
  const source = new URL(`../src/${name}/main.ts`, import.meta.url);
  if (!existsSync(source)) await import(`../dist/${name}/main.js`);
  else if (process.features.typescript) await import(source.href);
  else spawnOnPinned(fileURLToPath(source));
}

function spawnOnPinned(main) {
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
