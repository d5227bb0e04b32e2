import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generateDtsBundle } from "dts-bundle-generator";
import { rolldown } from "rolldown";
import { entriesOf, type Manifest } from "./manifest.ts";

/** Builds the JavaScript and the types of a package into its `dist`; of other packages it imports its dependencies only. */
export async function build(dir: string, manifest: Manifest): Promise<void> {
  const entries = [...entriesOf(manifest)];
  await rm(join(dir, "dist"), { recursive: true, force: true });
  const bundle = await rolldown({
    cwd: dir,
    input: Object.fromEntries(entries.map(([source, entry]) => [entry.replace("./dist/", ""), source])),
    external: id =>
      id.startsWith("node:") || dependenciesOf(manifest).some(name => id === name || id.startsWith(`${name}/`)),
    platform: "neutral",
    transform: { target: "es2022" },
    experimental: { attachDebugInfo: "none" },
  });
  await bundle.write({ dir: join(dir, "dist"), format: "es" });
  await bundle.close();
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

const dependenciesOf = ({ dependencies = {} }: Manifest): string[] => Object.keys(dependencies);
