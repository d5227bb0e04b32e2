import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { run } from "./run.ts";

const sources = ["web", "client/src", "protocol/src", "package-lock.json"];
const stampFile = join(rootDir, ".cache/web-build");

/** Builds `web/dist` when its sources are not those that it was built from. Resolves with whether it had to. */
export async function buildWeb(signal?: AbortSignal): Promise<boolean> {
  const wanted = await fingerprint();
  const built = await readFile(stampFile, "utf8").catch(() => "");
  if (built === wanted && existsSync(join(rootDir, "web/dist/index.html"))) return false;
  console.log("Building the web client …");
  const { code, output } = await run("npm", ["run", "build", "--workspace=@hubbub/web"], {
    cwd: rootDir,
    // Whatever this process is told about itself: any other build is larger, and above the budget of the first load.
    env: { NODE_ENV: "production" },
    output: "kept",
    signal,
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`The web client could not be built:\n${output}`);
  await mkdir(join(rootDir, ".cache"), { recursive: true });
  await writeFile(stampFile, wanted);
  return true;
}

async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesOf(source)) hash.update(`${file}\0`).update(await readFile(join(rootDir, file)));
  }
  return hash.digest("hex");
}

async function filesOf(path: string): Promise<string[]> {
  if (path.includes(".")) return [path];
  const entries = await readdir(join(rootDir, path), { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && !/\/(dist|node_modules)(\/|$)/.test(entry.parentPath))
    .map(entry => join(entry.parentPath, entry.name).slice(rootDir.length + 1))
    .sort();
}
