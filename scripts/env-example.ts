/** Writes `.env.example` from the settings of every process; `envExampleHolds` compares. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { storeSettings } from "@hubbub/store";
import { tracingSettings } from "@hubbub/tracing";
import { z } from "zod";
import { emitterSettings } from "../emitter/src/config.ts";
import { sourceSettings } from "../emitter/src/sources/settings.ts";
import { serverSettings } from "../server/src/config.ts";
import { startSettings } from "./start/settings.ts";

const path = join(rootDir, ".env.example");

const sections: readonly (readonly [title: string, settings: z.ZodObject])[] = [
  ["npm start", startSettings],
  ["Redis and what is kept in it: replicas and emitter", storeSettings],
  ["Traces: replicas and emitter", tracingSettings],
  ["A replica. `npm start` sets the ports, HOST and REPLICA_ID itself.", serverSettings],
  ["The emitter's service", emitterSettings],
  ["Where the emitter's service takes calls from, beside HTTP", sourceSettings],
];

interface Property {
  readonly description?: string;
  readonly default?: unknown;
}

/** Each variable once: with its meaning, and its default as the value. */
export function envExample(): string {
  const told = new Set<string>();
  const parts = sections.map(([title, settings]) => {
    const { properties = {} } = z.toJSONSchema(settings, { io: "input", unrepresentable: "any" });
    const fresh = Object.entries(properties).filter(([name]) => !told.has(name));
    for (const [name] of fresh) told.add(name);
    const lines = fresh.map(([name, property]) => describe(name, property as Property));
    return `# ── ${title}\n\n${lines.join("\n")}`;
  });
  return `# Every variable that Hubbub reads, with its default. Written by \`node scripts/env-example.ts\`.
# \`npm start\` reads a copy of this file named .env; what the environment says goes first. docker compose takes PORT,
# BALANCE, ALLOWED_ORIGINS and LOG_LEVEL from it; for others add a line to \`environment\` in docker-compose.yml.

${parts.join("\n")}`;
}

function describe(name: string, property: Property): string {
  if (property.description === undefined) throw new Error(`${name} has no description.`);
  return `# ${property.description.replace(/\.$/, "")}.\n#${name}=${property.default ?? ""}\n`;
}

/** What is wrong with it, or null. */
export async function envExampleFault(): Promise<string | null> {
  const holds = (await readFile(path, "utf8").catch(() => "")) === envExample();
  return holds ? null : ".env.example is not what the settings say: run node scripts/env-example.ts";
}

if (import.meta.main) {
  const fault = process.argv.includes("--check") ? await envExampleFault() : await writeFile(path, envExample());
  if (fault) {
    console.error(fault);
    process.exitCode = 1;
  }
}
