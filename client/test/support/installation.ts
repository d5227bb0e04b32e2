import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";

const run = promisify(execFile);

/** The client as others have it: packed, and installed into a new project. Needs no registry. */
export async function installClient(dir: string): Promise<string> {
  const tarball = await packClient(dir);
  const project = join(dir, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  await copyPackage("socket.io-client", project);
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: project });
  return project;
}

/** In a checkout of its own: while npm packs, the manifest is not the one that everybody else here imports by. */
async function packClient(dir: string): Promise<string> {
  const checkout = join(dir, "checkout");
  for (const part of ["client", "protocol", "scripts", "package.json", "tsconfig.json"]) {
    await cp(join(rootDir, part), join(checkout, part), { recursive: true });
  }
  await symlink(join(rootDir, "node_modules"), join(checkout, "node_modules"));
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", dir], {
    cwd: join(checkout, "client"),
  });
  return join(dir, stdout.trim());
}

/** A package of this checkout, and all that it depends on. */
async function copyPackage(name: string, project: string): Promise<void> {
  const target = join(project, "node_modules", name);
  await cp(join(rootDir, "node_modules", name), target, { recursive: true });
  const { dependencies = {} } = JSON.parse(await readFile(join(target, "package.json"), "utf8"));
  for (const each of Object.keys(dependencies)) await copyPackage(each, project);
}
