import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { run } from "../machine/run.ts";

const rooms = ["protocol", "store", "server", "emitter", "client", "web", "stack", "e2e", "verify", "bench"];

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

/** Whether every import goes in an allowed direction, and every source file was read to say so. */
export async function directionsHold(signal: AbortSignal): Promise<boolean> {
  const depcruise = join(rootDir, "node_modules/.bin/depcruise");
  const args = [...rooms, "--config", "--output-type", "json"];
  const { output } = await run(depcruise, args, { cwd: rootDir, quiet: true, signal });
  if (!output.startsWith("{")) {
    console.error(output);
    return false;
  }
  const { modules, summary } = JSON.parse(output) as Cruise;
  for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
  const read = new Set(modules.map(({ source }) => source));
  const unread = rooms.flatMap(sourcesOf).filter(file => !read.has(file));
  if (unread.length > 0) console.error(`Not read: ${unread.join(", ")}`);
  console.log(`${read.size} modules read, ${summary.error} violations.`);
  return summary.error === 0 && unread.length === 0 && read.size > 0;
}

function sourcesOf(room: string): string[] {
  return readdirSync(join(rootDir, room, "src"), { recursive: true, encoding: "utf8" })
    .filter(file => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
    .map(file => join(room, "src", file));
}
