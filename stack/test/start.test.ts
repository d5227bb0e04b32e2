import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort, isPortFree, ManagedProcess, rootDir } from "@hubbub/stack";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

type Settings = Readonly<Record<string, string>>;

let dir: string;
const started: ManagedProcess[] = [];

async function settings(): Promise<Settings> {
  const ports = { PORT: await freePort(), REDIS_PORT: await freePort(), EMITTER_PORT: await freePort() };
  return {
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    DATA_DIR: join(dir, "data"),
    REPLICAS: "1",
    REDIS_URL: "",
    SCRYPT_COST: "10",
  };
}

/** `npm start`, without the part of it that installs dependencies. */
async function npmStart(env: Settings): Promise<ManagedProcess> {
  const script = join(rootDir, "scripts/start/main.ts");
  const hubbub = await ManagedProcess.spawn({ name: "npm start", command: process.execPath, args: [script], env });
  started.push(hubbub);
  return hubbub;
}

async function readyWith(env: Settings): Promise<ManagedProcess> {
  const hubbub = await npmStart(env);
  await hubbub.until(hubbub.line(/^Hubbub is ready/));
  return hubbub;
}

async function refusal(env: Settings): Promise<string> {
  const hubbub = await npmStart(env);
  const exit = await hubbub.exited;
  expect(exit).toEqual({ code: 1, signal: null });
  return hubbub.logs();
}

/** Resolves when nothing listens on the three ports any more; the time limit is the test's. */
async function nothingListens({ PORT, REDIS_PORT, EMITTER_PORT }: Settings): Promise<void> {
  for (const port of [PORT, REDIS_PORT, EMITTER_PORT]) {
    while (!(await isPortFree(Number(port)))) await delay(20);
  }
}

async function announce(env: Settings): Promise<string> {
  const emit = await ManagedProcess.spawn({
    name: "hubbub-emit",
    command: process.execPath,
    args: [join(rootDir, "emitter/src/cli/main.ts"), "announce", "general", "Hello"],
    env: { REDIS_URL: `redis://127.0.0.1:${env.REDIS_PORT}` },
  });
  await emit.exited;
  return emit.logs();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-start-"));
});

afterEach(async () => {
  for (const hubbub of started.splice(0)) await hubbub.stop();
  await rm(dir, { recursive: true, force: true });
});

describe("npm start", () => {
  it("serves the page and the API, stops without a trace, and has the history when it starts again", async () => {
    const env = await settings();
    const first = await readyWith(env);
    expect((await fetch(`http://127.0.0.1:${env.PORT}/`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${env.PORT}/api/rooms`)).status).toBe(401);
    expect(await announce(env)).toContain("message 1");
    first.tell("SIGINT");
    await first.line(/^Stopping/);
    first.tell("SIGTERM");
    expect(await first.exited).toEqual({ code: 0, signal: null });
    await nothingListens(env);

    await readyWith(env);
    expect(await announce(env)).toContain("message 2");
  });

  it("refuses a second start on the same data, and the same port for other data", async () => {
    const env = await settings();
    await readyWith(env);
    const elsewhere = await settings();
    expect(await refusal(elsewhere)).toContain(`runs already on the data in ${env.DATA_DIR}`);
    expect(await refusal({ ...elsewhere, DATA_DIR: join(dir, "other"), PORT: env.PORT ?? "" })).toContain(
      `Port ${env.PORT}, wanted for nginx (PORT), is taken by another process.`,
    );
  });

  it("starts what died again, and leaves nothing running when it is itself killed", async () => {
    const env = await settings();
    const hubbub = await readyWith(env);
    const log = await readFile(join(env.DATA_DIR ?? "", "logs/redis.log"), "utf8");
    process.kill(Number.parseInt(log, 10), "SIGKILL");
    await hubbub.line(/^redis is back/);
    expect(hubbub.logs()).toContain("redis ended (SIGKILL); starting it again …");
    process.kill(hubbub.pid, "SIGKILL");
    await nothingListens(env);
  });

  it("stops in the middle of starting", async () => {
    const env = await settings();
    const hubbub = await npmStart(env);
    await hubbub.line(/^Starting replica/);
    expect((await hubbub.stop()).code).toBe(130);
    await nothingListens(env);
  });

  it.each([
    ["a Redis that cannot be reached", { REDIS_URL: "redis://127.0.0.1:1" }, /Redis at 127.0.0.1:1 cannot be reached/],
    ["a number of replicas that is none", { REPLICAS: "many" }, /REPLICAS: must be a number from 1 to 32/],
    ["a port that is none", { PORT: "80800" }, /PORT: must be a port/],
    ["a setting that only the replicas read", { SCRYPT_COST: "99" }, /SCRYPT_COST/],
    ["an nginx that is not there", { NGINX: "/nowhere/nginx" }, /NGINX names \/nowhere\/nginx, which is no program/],
    [
      "a directory in one that is not there",
      { DATA_DIR: "/nowhere/data" },
      /Nothing can be written to \/nowhere\/data: the directory above it does not exist/,
    ],
  ])("says in a sentence what is wrong with %s", async (_, wrong, sentence) => {
    const env = await settings();
    const said = await refusal({ ...env, ...wrong });
    expect(said).toMatch(sentence);
    expect(said).not.toContain("Starting");
  });

  it("says so when nothing can be written to its directory", async () => {
    const env = await settings();
    await writeFile(join(dir, "data"), "a file, not a directory");
    expect(await refusal(env)).toContain(`Nothing can be written to ${env.DATA_DIR}: it is not a directory.`);
  });
});
