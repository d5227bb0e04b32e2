import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { parse } from "yaml";

const read = (path: string): Promise<string> => readFile(join(rootDir, path), "utf8");

const readAll = async (dir: string): Promise<string> =>
  (await Promise.all((await readdir(join(rootDir, dir))).map(file => read(join(dir, file))))).join("\n");

/** Every variable that replicas, emitters and their store read, with its default: .env.example is written from their schemas. */
export async function settings(): Promise<ReadonlyMap<string, string>> {
  const [, ...sections] = (await read(".env.example")).split(/^# ── /m);
  const theirs = sections.filter(section => !section.startsWith("npm start"));
  return new Map(
    theirs.flatMap(section =>
      [...section.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
    ),
  );
}

/** What an image of the Dockerfile says of itself, or takes over from the one that it begins with. */
export interface Image {
  readonly user: string | undefined;
  readonly ports: readonly number[];
  readonly env: Readonly<Record<string, string>>;
}

export async function images(): Promise<ReadonlyMap<string, Image>> {
  const images = new Map<string, Image>();
  for (const stage of (await read("Dockerfile")).split(/^FROM /m).slice(1)) {
    const [, base = "", name = ""] = /^(\S+) AS (\S+)/.exec(stage) ?? [];
    const below = images.get(base);
    const said = (instruction: string): string[] =>
      [...stage.matchAll(new RegExp(`^${instruction} (.+)$`, "gm"))].flatMap(([, words = ""]) => words.split(" "));
    images.set(name, {
      user: said("USER")[0] ?? below?.user,
      ports: said("EXPOSE").map(Number),
      env: { ...below?.env, ...Object.fromEntries(said("ENV").map(variable => variable.split("=", 2))) },
    });
  }
  return images;
}

/** The image of Redis that docker compose runs. */
export const redisImage = async (): Promise<string> => parse(await read("docker-compose.yml")).services.redis.image;

/** What the templates of the nginx image are filled in with, and how long nginx believes an answer about a name. */
export async function nginxTemplates(): Promise<{
  readonly variables: readonly string[];
  readonly validSeconds: number;
}> {
  const text = await readAll("nginx/templates");
  const variables = [...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = ""]) => name);
  return { variables: [...new Set(variables)], validSeconds: Number(/valid=(\d+)s/.exec(text)?.[1]) };
}

/** The rules of Prometheus, as one text. */
export const monitoringRules = (): Promise<string> => readAll("deploy/monitoring/prometheus/rules");
