/** The emitter as others have it: packed, and installed into a project of their own. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { installRoom, type Redis, type Replica, rootDir, startRedis, startReplica } from "@hubbub/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Device, signUp } from "./device.ts";

const run = promisify(execFile);
const keyPrefix = "hubbub";
let dir: string;
let project: string;
let redis: Redis;
let replica: Replica;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-emitter-package-"));
  [project, redis] = await Promise.all([installRoom("emitter", ["protocol", "store", "tracing"], dir), startRedis()]);
  replica = await startReplica({ redisUrl: redis.url, keyPrefix, secretsDir: join(dir, "secrets") });
  await signUp(replica.apiUrl, "Ada");
}, 180_000);

afterAll(async () => {
  await replica?.stop();
  await redis?.stop();
  if (dir !== undefined) await rm(dir, { recursive: true, force: true });
});

/** What the user has without this checkout: not the pinned Node of node_modules, where there is another. */
const plainPath = (process.env.PATH ?? "").split(delimiter).filter(each => !each.includes("node_modules"));
const env = { ...process.env, PATH: plainPath.join(delimiter) };

async function plainNode(): Promise<string | undefined> {
  const version = await run("node", ["--version"], { env }).catch(() => undefined);
  return Number(/^v(\d+)/.exec(version?.stdout ?? "")?.[1] ?? 0) >= 20 ? "node" : undefined;
}

it("holds what was built, and asks for no room of the checkout", async () => {
  const installed = join(project, "node_modules/@hubbub/emitter");
  expect((await readdir(installed)).sort()).toEqual(["LICENSE", "README.md", "bin", "dist", "package.json"]);
  for (const file of ["dist/index.d.ts", "dist/index.js", "package.json"]) {
    expect(await readFile(join(installed, file), "utf8")).not.toMatch(/"@hubbub\/(protocol|store|stack)|\/src\//);
  }
});

it("runs the example of the README, and people see it", async () => {
  const readme = await readFile(join(rootDir, "emitter/README.md"), "utf8");
  const [, example = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  await writeFile(join(project, "report.js"), example.replace("redis://127.0.0.1:6380", redis.url));
  const { token } = await signUp(replica.apiUrl, "Bob");
  const device = await Device.connect(replica.socketUrl, token);
  const nodes = [process.execPath, (await plainNode()) ?? []].flat();
  for (const [index, node] of nodes.entries()) {
    const { stdout, stderr } = await run(node, ["report.js"], { cwd: project, env });
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^general #\d+\n$/), stderr: "" });
    await expect.poll(() => device.all("notice")).toHaveLength(index + 1);
  }
  await device.hearsMessage("deploy-42");
  device.close();
});

it("tells its calls to whoever traces in the same process, by the caller's own OpenTelemetry", async () => {
  await writeFile(join(project, "traced.js"), traced);
  const { stdout } = await run(process.execPath, ["traced.js", redis.url], { cwd: project, env });
  expect(stdout).toBe("announce append\n");
});

it("brings the command line", async () => {
  const args = ["announce", "general", "From a shell", "--redis-url", redis.url, "--key-prefix", keyPrefix];
  const emit = (more: object) =>
    run(join(project, "node_modules/.bin/hubbub-emit"), args, { env: { ...env, ...more } });
  const announced = expect.stringMatching(/^Announced in general, message \d+/);
  expect(await emit({})).toEqual({ stdout: announced, stderr: "" });
  // The packages of OpenTelemetry's SDK are left to whoever wants traces.
  const unsent = expect.stringContaining("nobody traces");
  expect(await emit({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" })).toEqual({
    stdout: announced,
    stderr: unsent,
  });
});

it("has types that need nothing else", async () => {
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck"];
  const tsc = (...args: string[]) =>
    run(join(rootDir, "node_modules/.bin/tsc"), ["--ignoreConfig", ...options, ...args], { cwd: project });
  await writeFile(join(project, "typed.ts"), typed);
  await tsc("typed.ts");
  await writeFile(join(project, "mistyped.ts"), typed.replace("expected: DurableReceipt", "expected: string"));
  await expect(tsc("mistyped.ts")).rejects.toMatchObject({ stdout: expect.stringContaining("TS2322") });
});

const traced = `
import { connectEmitter } from "@hubbub/emitter";
import { INVALID_SPAN_CONTEXT, trace } from "@opentelemetry/api";
const names = [];
const startSpan = name => (names.push(name), trace.wrapSpanContext(INVALID_SPAN_CONTEXT));
trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) });
const emitter = connectEmitter({ redisUrl: process.argv[2], keyPrefix: "hubbub" });
await emitter.announce("general", "traced");
await emitter.close();
console.log(names.join(" "));
`;

const typed = `
import { type Call, connectEmitter, type DurableReceipt, HubbubError } from "@hubbub/emitter";
const emitter = connectEmitter();
const calls: Call[] = [{ verb: "join", user: { name: "ada" }, room: "general" }];
try {
  const expected: DurableReceipt = await emitter.announce("general", "hello", { deadlineMs: 500 });
  const { count } = await emitter.presence({ room: "general" });
  for await (const outcome of emitter.batch(calls)) if (!outcome.ok) console.log(outcome.error.temporary, count, expected.seq);
} catch (error) {
  if (error instanceof HubbubError && error.temporary) await emitter.close();
}
export {};
`;
