import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import { type Labels, ofKind, selects, workloads } from "./objects.ts";
import type { KubernetesObject } from "./rendering.ts";

export interface Pod {
  readonly name: string;
  readonly labels: Labels;
  readonly namespace: { readonly name: string; readonly labels: Labels };
}

/** The pods of all workloads. */
export function podsOf(objects: readonly KubernetesObject[]): Pod[] {
  const { name, labels = {} } = ofKind(objects, "Namespace")[0]?.metadata ?? { name: "default" };
  const namespace = inNamespace(name, labels);
  return workloads(objects).map(workload => ({ name: workload.name, labels: workload.labels, namespace }));
}

/** Kubernetes gives each namespace a label of its name. */
export const inNamespace = (name: string, labels: Labels = {}): Pod["namespace"] => ({
  name,
  labels: { ...labels, "kubernetes.io/metadata.name": name },
});

/** Whether the network policies let a pod open a connection to a port of another, as a plugin that enforces them would. */
export function mayReach(objects: readonly KubernetesObject[], from: Pod, to: Pod, port: number): boolean {
  return allows(objects, "Egress", from, to, port) && allows(objects, "Ingress", to, from, port);
}

/** A pod that no policy of a direction selects is open to all; else there has to be a rule. */
function allows(
  objects: readonly KubernetesObject[],
  direction: "Ingress" | "Egress",
  guarded: Pod,
  other: Pod,
  port: number,
): boolean {
  const policies = ofKind(objects, "NetworkPolicy").filter(
    ({ metadata, spec }) =>
      metadata.namespace === guarded.namespace.name &&
      spec?.policyTypes?.includes(direction) &&
      selects(spec.podSelector?.matchLabels, guarded.labels),
  );
  const rules = policies.flatMap(({ spec }) =>
    direction === "Ingress"
      ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
  );
  const isAllowed = rules.some(
    ({ peers, ports }) =>
      (ports === undefined || ports.some(open => open.port === port)) &&
      (peers === undefined || peers.some(peer => isMeant(peer, other, guarded.namespace.name))),
  );
  return policies.length === 0 || isAllowed;
}

const isMeant = ({ ipBlock, namespaceSelector, podSelector }: INetworkPolicyPeer, pod: Pod, home: string): boolean =>
  ipBlock === undefined &&
  (namespaceSelector === undefined
    ? pod.namespace.name === home
    : selects(namespaceSelector.matchLabels, pod.namespace.labels)) &&
  selects(podSelector?.matchLabels, pod.labels);
