import { describe, expect, it } from "vitest";
import { renderManifests } from "./rendering.ts";
import { inNamespace, mayReach, type Pod, podsOf } from "./traffic.ts";

const { areRendered, local, production } = await renderManifests();

const ports = [53, 3000, 3001, 6379, 8080, 8081];
const dns: Pod = { name: "dns", labels: {}, namespace: inNamespace("kube-system") };
const elsewhere: readonly Pod[] = [
  { name: "prometheus", labels: { "app.kubernetes.io/name": "prometheus" }, namespace: inNamespace("monitoring") },
  { name: "job", labels: {}, namespace: inNamespace("shop", { "hubbub/jobs": "true" }) },
  { name: "anybody", labels: {}, namespace: inNamespace("elsewhere") },
];

/** Who reaches whom, by which port: the pods of an overlay, and those from elsewhere. */
function traffic(objects: typeof local): string[] {
  const pods = podsOf(objects);
  const pairs = [...pods, ...elsewhere].flatMap(from => [...pods, dns].map(to => [from, to] as const));
  return pairs
    .filter(([from, to]) => from !== to && (pods.includes(from) || to !== dns))
    .flatMap(([from, to]) =>
      ports.filter(port => mayReach(objects, from, to, port)).map(port => `${from.name} → ${to.name}:${port}`),
    );
}

const needed = [
  ...["server", "emitter", "nginx", "redis"].map(name => `${name} → dns:53`),
  ...["server", "emitter"].map(name => `${name} → redis:6379`),
  ...["nginx → server:3000", "nginx → server:3001"],
  ...["prometheus", "job", "anybody"].map(name => `${name} → nginx:8080`),
  "job → emitter:8081",
];

describe.skipIf(!areRendered)("network policies", () => {
  it("let through what is needed and nothing else", () => {
    expect(traffic(local).sort()).toEqual([...needed].sort());
  });

  it("let Prometheus ask replicas and emitters for their metrics", () => {
    const asked = ["prometheus → server:3001", "prometheus → emitter:8081"];
    expect(traffic(production).sort()).toEqual([...needed, ...asked].sort());
  });
});
