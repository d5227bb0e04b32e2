import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir, startNginx, startRedis, startReplica } from "@hubbub/stack";

/** The program of the README, with the chat at `url`. What it prints is {@link exampleOutput}. */
export async function example(url: string): Promise<string> {
  const readme = await readFile(join(rootDir, "client/README.md"), "utf8");
  const [, program = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  return program.replace("http://localhost:8080", url);
}

export const exampleOutput = /^general #\d+ ada\d+: hello\n$/;

/** A chat as a user starts it: two replicas behind nginx. */
export async function startChat(dir: string) {
  const redis = await startRedis();
  const secretsDir = join(dir, "secrets");
  const replica = () => startReplica({ redisUrl: redis.url, keyPrefix: "example", secretsDir });
  const replicas = [await replica(), await replica()];
  const webRoot = join(dir, "web");
  await mkdir(webRoot);
  const nginx = await startNginx({ dir: join(dir, "nginx"), replicas, webRoot });
  return {
    url: nginx.url,
    stop: async () => {
      await nginx.stop();
      for (const each of replicas) await each.kill();
      await redis.stop();
    },
  };
}
