import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "./paths.ts";

const run = promisify(execFile);

/**
 * A room as others have it: packed, and installed into a new project below `dir`. Needs no registry. `builtIn` are the
 * rooms that its package contains. Resolves with the project.
 */
export async function installRoom(room: string, builtIn: readonly string[], dir: string): Promise<string> {
  const tarball = await pack(room, builtIn, dir);
  const project = join(dir, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  for (const name of await dependenciesOf(join(rootDir, room))) await copyPackage(name, project);
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: project });
  return project;
}

/** In a checkout of its own: while npm packs, the manifest is not the one that everybody else here imports by. */
async function pack(room: string, builtIn: readonly string[], dir: string): Promise<string> {
  const checkout = join(dir, "checkout");
  for (const part of [room, ...builtIn, "scripts", "package.json", "tsconfig.json"]) {
    await cp(join(rootDir, part), join(checkout, part), { recursive: true });
  }
  await symlink(join(rootDir, "node_modules"), join(checkout, "node_modules"));
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", dir], { cwd: join(checkout, room) });
  return join(dir, stdout.trim());
}

/** A package of this checkout, and all that it depends on. */
async function copyPackage(name: string, project: string): Promise<void> {
  const target = join(project, "node_modules", name);
  if (existsSync(target)) return;
  await cp(join(rootDir, "node_modules", name), target, { recursive: true });
  for (const each of await dependenciesOf(target)) await copyPackage(each, project);
}

async function dependenciesOf(dir: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(dir, "package.json"), "utf8"));
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const needed = Object.keys(peerDependencies).filter(name => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys(dependencies), ...needed];
}
