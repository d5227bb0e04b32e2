import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir, startNginx, startRedis, startReplica } from "@hubbub/stack";
import { expect, it, onTestFinished } from "vitest";

const room = join(rootDir, "client");

it("runs the example of the README", async () => {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-readme-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const replica = await startReplica({ redisUrl: redis.url, keyPrefix: "readme", secretsDir: join(dir, "secrets") });
  onTestFinished(() => replica.kill());
  const nginx = await startNginx({ dir, replicas: [replica], webRoot: dir });
  onTestFinished(() => nginx.stop());

  const readme = await readFile(join(room, "README.md"), "utf8");
  const [, example = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const program = example.replace("http://localhost:8080", nginx.url);
  const run = promisify(execFile)(process.execPath, ["--input-type=module-typescript", "-e", program], { cwd: room });
  const { stdout } = await run;
  expect(stdout).toMatch(/^general #1 ada\d+: hello\n$/);
});
