import { createHmac } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHttpApi } from "@hubbub/client";
import { type Emitter, type Redis, type Replica, startEmitter, startRedis, startReplica } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { named, ofKind, portOf, workload } from "./objects.ts";
import { monitoringRules } from "./product.ts";
import { makeSecrets, renderManifests } from "./rendering.ts";

const { areRendered, production } = await renderManifests();

/** A Secret as a pod sees it: each file a link into a folder that is replaced as a whole, and nothing to be written. */
async function mount(dir: string, workloadName: string): Promise<string> {
  const secretName = workload(production, workloadName).pod.volumes?.[0]?.secret?.secretName ?? "";
  const path = join(dir, workloadName);
  await mkdir(join(path, "..2026"), { recursive: true });
  for (const [name, value] of Object.entries(named(production, "Secret", secretName).data ?? {})) {
    await writeFile(join(path, "..2026", name), Buffer.from(value, "base64"), { mode: 0o440 });
    await symlink(join("..data", name), join(path, name));
  }
  await symlink("..2026", join(path, "..data"));
  await chmod(path, 0o555);
  return path;
}

/** The variables that the pods of a workload get, but for those that say where they are. */
function environment(name: string): Record<string, string> {
  const { env = [], envFrom = [] } = workload(production, name).container;
  const maps = envFrom.map(({ configMapRef }) => named(production, "ConfigMap", configMapRef?.name ?? "").data ?? {});
  const own = env.flatMap(({ name, value }) => (value?.includes("$(") === false ? [[name, value] as const] : []));
  return Object.assign({}, ...maps, Object.fromEntries(own));
}

/** What Redis is told in its pod, but for the place of its data. */
function redisSettings(password: string): Record<string, string> {
  const { args = [] } = workload(production, "redis").container;
  const pairs = args.flatMap((arg, at) => (arg.startsWith("--") ? [[arg.slice(2), args[at + 1] ?? ""]] : []));
  return { ...Object.fromEntries(pairs.filter(([name]) => name !== "dir")), requirepass: password };
}

describe.skipIf(!areRendered)("what runs in Kubernetes, with what it is given there", () => {
  let dir: string;
  let redis: Redis;
  let replica: Replica;
  let emitter: Emitter;

  beforeAll(async () => {
    if (!areRendered) return;
    dir = await mkdtemp(join(tmpdir(), "hubbub-kubernetes-"));
    const secret = ofKind(production, "Secret").find(({ data }) => data && "password" in data);
    const password = Buffer.from(secret?.data?.password ?? "", "base64").toString();
    redis = await startRedis({ aof: true, settings: redisSettings(password) });
    const surroundings = { redisUrl: `redis://:${password}@127.0.0.1:${redis.port}`, keyPrefix: "hubbub" };
    [replica, emitter] = await Promise.all([
      startReplica({ ...surroundings, secretsDir: await mount(dir, "server"), env: environment("server") }),
      startEmitter({ ...surroundings, secretsDir: await mount(dir, "emitter"), env: environment("emitter") }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([replica?.stop(), emitter?.stop()]);
    await redis?.stop();
    if (dir !== undefined) await rm(dir, { recursive: true });
  });

  const at = (name: string): string => (name === "server" ? replica.apiUrl : emitter.url);

  it("answers every probe at its path", async () => {
    for (const name of ["server", "emitter"]) {
      const { startupProbe, livenessProbe, readinessProbe, ports } = workload(production, name).container;
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
        expect(ports?.map(port => port.name)).toContain(probe?.httpGet?.port);
        expect((await fetch(`${at(name)}${probe?.httpGet?.path}`)).status).toBe(200);
      }
    }
  });

  it("exports its metrics where the PodMonitors ask, under the names that rules know, among them the one that the autoscaler follows", async () => {
    const rules = await monitoringRules();
    const read = new Map<string, string>();
    for (const { metadata, spec } of ofKind(production, "PodMonitor")) {
      const target = workload(production, metadata.name);
      expect(target.labels).toMatchObject(spec.selector.matchLabels ?? {});
      for (const { port, path, relabelings = [] } of spec.podMetricsEndpoints ?? []) {
        expect(rules).toContain(`job="${relabelings.find(({ targetLabel }) => targetLabel === "job")?.replacement}"`);
        expect(portOf(target, port)).toBeDefined();
        read.set(metadata.name, await (await fetch(`${at(metadata.name)}${path}`)).text());
      }
    }
    expect([...read.keys()].sort()).toEqual(["emitter", "server"]);
    const [metric] = named(production, "HorizontalPodAutoscaler", "server").spec?.metrics ?? [];
    expect(read.get("server")).toMatch(new RegExp(`^${metric?.pods?.metric.name} \\d`, "m"));
  });

  it("signs and lets in with the secrets that all pods share, and makes none of its own", async () => {
    const file = (name: string, secret: string) => readFile(join(dir, name, secret), "utf8");
    const { token } = await createHttpApi({ url: replica.apiUrl }).signUp({ name: "ada", password: "a good password" });
    const [header, payload, signature] = token.split(".");
    const signed = createHmac("sha256", await file("server", "jwt")).update(`${header}.${payload}`);
    expect(signature).toBe(signed.digest("base64url"));
    const announced = await fetch(`${emitter.url}/v1/rooms/general/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${await file("emitter", "emitter")}`, "content-type": "application/json" },
      body: JSON.stringify({ text: "Deploy at 17:00" }),
    });
    expect(announced.status).toBe(201);
    expect(await readdir(join(dir, "server"))).toEqual(["..2026", "..data", "jwt"]);
    expect(await readdir(join(dir, "emitter"))).toEqual(["..2026", "..data", "emitter"]);
  });

  it("pings often enough for each kind of Ingress", async () => {
    const socket = new WebSocket(`${replica.socketUrl.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
    const opening = await new Promise<string>(resolve =>
      socket.addEventListener("message", ({ data }) => resolve(data)),
    );
    socket.close();
    const { pingInterval } = JSON.parse(opening.slice(1));
    const annotations = ofKind(production, "Ingress").flatMap(({ metadata }) =>
      Object.values(metadata.annotations ?? {}),
    );
    expect(annotations.length).toBeGreaterThan(0);
    for (const value of annotations)
      expect(Number(/(\d+)s?$/.exec(value)?.[1])).toBeGreaterThan((2 * pingInterval) / 1_000);
  });
});

describe("make-secrets.sh", () => {
  it("makes each secret once, readable by nobody else", async () => {
    const overlay = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
    const secrets = ["emitter", "jwt", "redis-password"];
    const read = () => Promise.all(secrets.map(name => readFile(join(overlay, "secrets", name), "utf8")));
    await makeSecrets(overlay);
    const made = await read();
    expect(new Set(made).size).toBe(3);
    for (const secret of made) expect(secret).toMatch(/^[\w-]{43}$/);
    for (const name of secrets) expect((await stat(join(overlay, "secrets", name))).mode & 0o077).toBe(0);
    await makeSecrets(overlay);
    expect(await read()).toEqual(made);
    await rm(overlay, { recursive: true });
  });
});
