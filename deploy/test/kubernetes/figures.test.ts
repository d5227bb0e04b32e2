import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "@hubbub/stack";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { named, ofKind, type Workload, workload, workloads } from "./objects.ts";
import { images, nginxTemplates, settings } from "./product.ts";
import { type KubernetesObject, manifestsDir, renderManifests } from "./rendering.ts";

const { areRendered, local, production } = await renderManifests();

/** How long the names of a cluster's services are kept by its own DNS. */
const clusterNamesSeconds = 5;

/** A variable as a workload gives it, or its default. */
async function setting(objects: readonly KubernetesObject[], name: string): Promise<number> {
  const { env = [], envFrom = [] } = workload(objects, "server").container;
  const maps = envFrom.map(({ configMapRef }) => named(objects, "ConfigMap", configMapRef?.name ?? "").data ?? {});
  const given = env.find(variable => variable.name === name)?.value ?? maps.find(map => name in map)?.[name];
  const value = given ?? (await settings()).get(name);
  if (value === undefined) throw new Error(`${name} is no setting.`);
  return Number(value);
}

const preStopSeconds = ({ container }: Workload): number => container.lifecycle?.preStop?.sleep?.seconds ?? 0;

const units: Readonly<Record<string, number>> = { Mi: 2 ** 20, Gi: 2 ** 30, mb: 2 ** 20 };

function bytes(quantity: unknown): number {
  const [, count, unit = ""] = /^(\d+)(\w+)$/.exec(String(quantity)) ?? [];
  return Number(count) * (units[unit] ?? Number.NaN);
}

describe.skipIf(!areRendered).each([
  ["local", local],
  ["production", production],
])("the figures of the overlay %s", (_, objects: readonly KubernetesObject[]) => {
  it("let a replica drain to its end", async () => {
    const server = workload(objects, "server");
    const drainSeconds = (await setting(objects, "DRAIN_DEADLINE_MS")) / 1_000;
    expect(server.pod.terminationGracePeriodSeconds).toBeGreaterThan(preStopSeconds(server) + drainSeconds);
  });

  it("let nginx forget a replica before it stops to listen", async () => {
    const { validSeconds } = await nginxTemplates();
    expect(preStopSeconds(workload(objects, "server"))).toBeGreaterThan(clusterNamesSeconds + validSeconds);
  });

  it("let a pod go for others only when its successor is there", () => {
    for (const { spec } of ofKind(objects, "Deployment")) {
      expect(spec?.strategy).toEqual({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    }
    for (const { pod, container } of workloads(objects)) {
      expect(container.readinessProbe).toBeDefined();
      expect(container.livenessProbe?.failureThreshold).toBeGreaterThan(
        container.readinessProbe?.failureThreshold ?? 0,
      );
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(30);
    }
  });

  it("refuse newcomers before memory is over", async () => {
    const limit = bytes(workload(objects, "server").container.resources?.limits?.memory);
    const watermark = (await setting(objects, "MEMORY_WATERMARK_MB")) * 2 ** 20;
    expect(watermark).toBeGreaterThan(limit / 2);
    expect(watermark).toBeLessThan(limit * 0.9);
  });

  it("keep what is acked in Redis, which refuses before it forgets or grows over its memory", () => {
    const { args = [], resources } = workload(objects, "redis").container;
    const value = (name: string) => args[args.indexOf(`--${name}`) + 1];
    expect([value("appendonly"), value("appendfsync"), value("maxmemory-policy")]).toEqual([
      "yes",
      "always",
      "noeviction",
    ]);
    // A rewrite of the file copies the pages that change meanwhile.
    expect(bytes(value("maxmemory"))).toBeLessThan(bytes(resources?.limits?.memory) * 0.7);
    expect(args).toContain(`${workload(objects, "redis").container.volumeMounts?.[0]?.mountPath}`);
  });

  it("believe as many proxies as there are", async () => {
    expect(await setting(objects, "TRUST_PROXY")).toBe(1 + ofKind(objects, "Ingress").length);
  });

  it("name to nginx the services of replicas, and give it every variable that it knows", async () => {
    const { env = [] } = workload(objects, "nginx").container;
    const value = (name: string) => env.find(variable => variable.name === name)?.value;
    for (const [variable, service] of [
      ["SOCKET_REPLICAS", "server-socket"],
      ["API_REPLICAS", "server-http"],
    ] as const) {
      const { metadata, spec } = named(objects, "Service", service);
      expect(spec?.clusterIP).toBe("None");
      expect(value(variable)).toBe(`${metadata.name}.$(NAMESPACE).svc.cluster.local:${spec?.ports?.[0]?.port}`);
    }
    expect(existsSync(join(rootDir, `nginx/balance/${value("BALANCE")}.conf`))).toBe(true);
    const known = new Set(Object.keys((await images()).get("nginx")?.env ?? {}));
    expect(env.map(({ name }) => name).filter(name => name !== "NAMESPACE" && !known.has(name))).toEqual([]);
    const { variables } = await nginxTemplates();
    expect(variables.filter(name => name !== "NGINX_LOCAL_RESOLVERS" && !known.has(name))).toEqual([]);
  });
});

describe.skipIf(!areRendered)("the autoscalers", () => {
  const autoscaler = (name: string) => named(production, "HorizontalPodAutoscaler", name).spec;

  it("ask for so many that those who remain take in everybody of one that falls out", async () => {
    const server = autoscaler("server");
    const nginx = autoscaler("nginx");
    const withoutOne = ({ minReplicas = 1 } = {}) => minReplicas / (minReplicas - 1);
    const connections = Number(server?.metrics?.[0]?.pods?.target.averageValue);
    expect(connections * withoutOne(server)).toBeLessThan(await setting(production, "MAX_CONNECTIONS"));
    const memory = bytes(nginx?.metrics?.[0]?.resource?.target.averageValue);
    expect(memory * withoutOne(nginx)).toBeLessThan(
      bytes(workload(production, "nginx").container.resources?.limits?.memory),
    );
  });

  it.each(["server", "nginx"])("alone say how many of %s there are", name => {
    expect(autoscaler(name)?.scaleTargetRef).toEqual({ apiVersion: "apps/v1", kind: "Deployment", name });
    expect(named(production, "Deployment", name).spec).not.toHaveProperty("replicas");
    expect(named(local, "Deployment", name).spec).toHaveProperty("replicas");
  });

  it.each(["server", "nginx"])(
    "take %s away one at a time, each after those before are gone and have been missed",
    name => {
      const {
        stabilizationWindowSeconds = 0,
        policies = [],
        selectPolicy,
      } = autoscaler(name)?.behavior?.scaleDown ?? {};
      expect(selectPolicy).toBe("Min");
      expect(policies).toEqual([{ type: "Pods", value: 1, periodSeconds: expect.any(Number) }]);
      const { terminationGracePeriodSeconds = 0 } = workload(production, name).pod;
      expect(policies[0]?.periodSeconds).toBeGreaterThan(2 * terminationGracePeriodSeconds);
      expect(stabilizationWindowSeconds).toBeGreaterThan(policies[0]?.periodSeconds ?? Number.POSITIVE_INFINITY);
    },
  );

  it("get connections by the adapter's rule, from the label names that a PodMonitor gives", async () => {
    const values = parse(await readFile(join(manifestsDir, "components/autoscaling/prometheus-adapter.yaml"), "utf8"));
    const [rule] = values.rules.custom;
    const name = autoscaler("server")?.metrics?.[0]?.pods?.metric.name;
    expect(rule.name.as).toBe(name);
    expect(name).toMatch(new RegExp(rule.name.matches));
    expect(rule.seriesQuery).toMatch(new RegExp(`^${name}{`));
    expect(Object.keys(rule.resources.overrides)).toEqual(["namespace", "pod"]);
  });
});
