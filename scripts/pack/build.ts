import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generateDtsBundle } from "dts-bundle-generator";
import { type OutputChunk, rolldown } from "rolldown";
import { entriesOf, type Manifest, programsOf } from "./manifest.ts";

/** Builds the JavaScript and the types of a package into its `dist`; of other packages it imports its dependencies only. */
export async function build(dir: string, manifest: Manifest): Promise<void> {
  const entries = [...entriesOf(manifest)];
  await rm(join(dir, "dist"), { recursive: true, force: true });
  await bundle(dir, manifest, [...entries, ...programsOf(manifest)]);
  const types = generateDtsBundle(
    entries.map(([source]) => ({ filePath: join(dir, source), output: { noBanner: true } })),
    { preferredConfigPath: join(import.meta.dirname, "tsconfig.json") },
  );
  for (const [index, [, entry]] of entries.entries()) {
    const file = join(dir, `${entry}.d.ts`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, types[index] ?? "");
  }
}

async function bundle(dir: string, manifest: Manifest, inputs: readonly (readonly [string, string])[]): Promise<void> {
  const newer = join(import.meta.dirname, "newer-than-node-20.ts");
  const made = await rolldown({
    cwd: dir,
    input: Object.fromEntries(inputs.map(([source, entry]) => [entry.replace("./dist/", ""), source])),
    external: id =>
      id.startsWith("node:") || dependenciesOf(manifest).some(name => id === name || id.startsWith(`${name}/`)),
    platform: "neutral",
    transform: {
      target: "es2022",
      inject: { "Map.groupBy": [newer, "groupBy"], "Promise.withResolvers": [newer, "withResolvers"] },
    },
    experimental: { attachDebugInfo: "none" },
  });
  const dist = join(dir, "dist");
  const { output } = await made.write({ dir: dist, format: "es" });
  await made.close();
  for (const chunk of output) if (chunk.type === "chunk") await copyScripts(chunk, dist);
}

/** The Lua files that a module reads when it runs, from the folder of its name: again beside what it is now a part of. */
async function copyScripts({ fileName, moduleIds }: OutputChunk, dist: string): Promise<void> {
  for (const id of moduleIds.filter(each => each.endsWith("/scripts.ts"))) {
    await cp(id.replace(/\.ts$/, ""), join(dist, dirname(fileName), "scripts"), { recursive: true });
  }
}

const dependenciesOf = ({ dependencies, peerDependencies }: Manifest): string[] =>
  Object.keys({ ...dependencies, ...peerDependencies });
