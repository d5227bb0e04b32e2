import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram, rootDir } from "@hubbub/stack";

/** What the figures depend on, as a sentence. */
export async function describeMachine(): Promise<string> {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const versions = await Promise.all(["socket.io", "@socket.io/redis-adapter", "ws", "ioredis"].map(versionOf));
  return [
    `${cpus().length} cores (${processor?.model.trim()}), ${memory} GB, ${type()} ${release()}`,
    `Node ${process.versions.node}`,
    await redisVersion(),
    ...versions,
  ].join(", ");
}

async function versionOf(name: string): Promise<string> {
  const manifest = await readFile(join(rootDir, "node_modules", name, "package.json"), "utf8");
  return `${name} ${JSON.parse(manifest).version}`;
}

async function redisVersion(): Promise<string> {
  const { stdout } = await promisify(execFile)(findProgram("redis-server", "REDIS_SERVER") ?? "", ["--version"]);
  return `Redis ${/v=(\S+)/.exec(stdout)?.[1]}`;
}
