import { describe, expect, it } from "vitest";
import { type Labels, named, ofKind, portOf, selects, type Workload, workload, workloads } from "./objects.ts";
import { images, redisImage, settings } from "./product.ts";
import { type KubernetesObject, renderManifests } from "./rendering.ts";

const { areRendered, local, production } = await renderManifests();

/** What the images of others make of a user's name. */
const userIds: Readonly<Record<string, number>> = { node: 1000, nginx: 101 };

describe.skipIf(!areRendered).each([
  ["local", local],
  ["production", production],
])("the objects of the overlay %s", (_, objects: readonly KubernetesObject[]) => {
  const selected = (matchLabels: Labels | undefined): Workload[] =>
    workloads(objects).filter(({ labels }) => selects(matchLabels, labels));
  const only = (matchLabels: Labels | undefined): Workload => {
    const [found, ...others] = selected(matchLabels);
    if (found === undefined || others.length > 0) throw new Error(`${JSON.stringify(matchLabels)} selects not one.`);
    return found;
  };

  it("are in one namespace, with labels that say what they are of", () => {
    const [namespace, ...others] = objects.filter(({ kind }) => kind === "Namespace");
    expect(others).toEqual([]);
    for (const { kind, metadata } of objects) {
      if (kind !== "Namespace") expect(metadata).toMatchObject({ namespace: namespace?.metadata.name });
    }
    for (const { labels } of workloads(objects)) {
      expect(labels).toMatchObject({ "app.kubernetes.io/name": "hubbub", "app.kubernetes.io/part-of": "hubbub" });
    }
  });

  it("run the images of the Dockerfile, as their users, with their ports and their commands", async () => {
    const made = await images();
    for (const { name, pod, container } of workloads(objects)) {
      if (name === "redis") continue;
      const image = made.get(name);
      expect(container.image).toMatch(new RegExp(`(^|/)hubbub-${name}:`));
      expect(pod.securityContext?.runAsUser).toBe(userIds[image?.user ?? ""]);
      expect(container.ports?.map(({ containerPort }) => containerPort)).toEqual(image?.ports);
      expect([container.command, container.args]).toEqual([undefined, undefined]);
    }
    expect(workload(objects, "redis").container.image).toBe(await redisImage());
  });

  it("run nothing with more rights than it needs, and nothing that finds its files changed", () => {
    for (const { pod, container } of workloads(objects)) {
      expect(pod).toMatchObject({ automountServiceAccountToken: false });
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container.resources).toMatchObject({
        requests: { cpu: expect.anything() },
        limits: { memory: expect.anything() },
      });
    }
  });

  it("give replicas and emitters variables that they know, and none by the names of services", async () => {
    const known = await settings();
    for (const name of ["server", "emitter"]) {
      const { pod, container } = workload(objects, name);
      expect(pod.enableServiceLinks).toBe(false);
      const given = container.env?.map(variable => variable.name) ?? [];
      const used = given.filter(variable => !container.env?.some(({ value }) => value?.includes(`$(${variable})`)));
      const inMaps = container.envFrom?.flatMap(({ configMapRef }) =>
        Object.keys(named(objects, "ConfigMap", configMapRef?.name ?? "").data ?? {}),
      );
      expect([...used, ...(inMaps ?? [])].filter(variable => !known.has(variable))).toEqual([]);
      expect(inMaps).toContain("LOG_LEVEL");
    }
  });

  it("mount each secret where the product looks for it, read-only, readable by the group of its user", async () => {
    const made = await images();
    for (const [name, files] of [
      ["server", ["jwt"]],
      ["emitter", ["emitter"]],
    ] as const) {
      const { pod, container } = workload(objects, name);
      const secret = pod.volumes?.[0]?.secret;
      expect(Object.keys(named(objects, "Secret", secret?.secretName ?? "").data ?? {})).toEqual(files);
      expect(container.volumeMounts).toEqual([
        { name: "secrets", mountPath: made.get(name)?.env.SECRETS_DIR, readOnly: true },
      ]);
      expect(secret?.defaultMode).toBe(0o440);
      expect(pod.securityContext?.fsGroup).toBe(pod.securityContext?.runAsGroup);
    }
  });

  it("ask every secret by a name and a key that there is", () => {
    for (const { container } of workloads(objects)) {
      for (const { valueFrom } of container.env ?? []) {
        const { name = "", key = "" } = valueFrom?.secretKeyRef ?? {};
        if (valueFrom?.secretKeyRef) expect(named(objects, "Secret", name).data).toHaveProperty(key);
      }
    }
  });

  it("have services that lead to open ports of one workload, and budgets that leave pods of one", () => {
    for (const { metadata, spec } of ofKind(objects, "Service")) {
      const target = only(spec?.selector);
      expect(metadata.name).toMatch(new RegExp(`^${target.name}(-|$)`));
      for (const { targetPort } of spec?.ports ?? []) expect(portOf(target, targetPort)).toBeDefined();
    }
    for (const { metadata, spec } of ofKind(objects, "PodDisruptionBudget")) {
      expect(only(spec?.selector?.matchLabels).name).toBe(metadata.name);
      expect(spec?.maxUnavailable).toBe(1);
    }
  });

  it("spread each kind of pods apart from its own", () => {
    for (const { pod, labels } of workloads(objects)) {
      for (const { labelSelector } of pod.topologySpreadConstraints ?? []) {
        expect(only(labelSelector?.matchLabels).labels).toEqual(labels);
      }
    }
  });

  it("guard ports that are open", () => {
    for (const { spec } of ofKind(objects, "NetworkPolicy")) {
      for (const { ports = [] } of spec?.ingress ?? []) {
        for (const { port } of ports) expect(portOf(only(spec?.podSelector?.matchLabels), port)).toBe(port);
      }
    }
  });

  it("reach Redis by the name and the port of its service", () => {
    const redis = named(objects, "Service", "redis");
    for (const name of ["server", "emitter"]) {
      const url = workload(objects, name).container.env?.find(variable => variable.name === "REDIS_URL")?.value;
      expect(url).toBe(`redis://:$(REDIS_PASSWORD)@${redis.metadata.name}:${redis.spec?.ports?.[0]?.port}`);
    }
  });
});
