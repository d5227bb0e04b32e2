/**
 * `prepack` and `postpack` of a room that others may install: builds it, and gives npm a manifest of what was built.
 * npm has no way of its own to pack another manifest than that of the checkout, so it is exchanged while npm packs.
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "./build.ts";
import { type Manifest, packed } from "./manifest.ts";

const room = process.cwd();
const manifestFile = join(room, "package.json");
const original = join(room, ".cache/package.json");

async function prepack(): Promise<void> {
  await postpack();
  const manifest: Manifest = JSON.parse(await readFile(manifestFile, "utf8"));
  await build(room, manifest);
  await mkdir(dirname(original), { recursive: true });
  await copyFile(manifestFile, original);
  await writeFile(manifestFile, `${JSON.stringify(packed(manifest), null, 2)}\n`);
}

/** Also after a packing that was interrupted. */
async function postpack(): Promise<void> {
  if (existsSync(original)) await rename(original, manifestFile);
}

await (process.argv[2] === "postpack" ? postpack() : prepack());
