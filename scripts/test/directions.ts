import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import manifest from "../../package.json" with { type: "json" };
import { run } from "../machine/run.ts";

const { workspaces: rooms } = manifest;

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly error: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Imports in a direction that is not allowed, and source files that were not read; null where there are none. */
export async function wrongDirections(signal: AbortSignal): Promise<string | null> {
  const depcruise = join(rootDir, "node_modules/.bin/depcruise");
  const args = [...rooms, "--config", "--output-type", "json"];
  const { output } = await run(depcruise, args, { cwd: rootDir, output: "kept", signal });
  if (!output.startsWith("{")) return output;
  const { modules, summary } = JSON.parse(output) as Cruise;
  const read = new Set(modules.map(({ source }) => source));
  const unread = rooms.flatMap(sourcesOf).filter(file => !read.has(file));
  console.log(`${read.size} modules read, ${summary.error} violations.`);
  const faults = [
    ...summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`),
    ...unread.map(file => `Not read: ${file}`),
  ];
  return faults.length === 0 ? null : faults.join("\n");
}

function sourcesOf(room: string): string[] {
  return readdirSync(join(rootDir, room, "src"), { recursive: true, encoding: "utf8" })
    .filter(file => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
    .map(file => join(room, "src", file));
}
