import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { IIngress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { INamespace } from "kubernetes-models/v1/Namespace";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { ISecret } from "kubernetes-models/v1/Secret";
import type { IService } from "kubernetes-models/v1/Service";
import type { KubernetesObject } from "./rendering.ts";

interface Kinds {
  ConfigMap: IConfigMap;
  Deployment: IDeployment;
  HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  Ingress: IIngress;
  Namespace: INamespace;
  NetworkPolicy: INetworkPolicy;
  PodDisruptionBudget: IPodDisruptionBudget;
  PodMonitor: IPodMonitor;
  Secret: ISecret;
  Service: IService;
  StatefulSet: IStatefulSet;
}

export type Labels = Readonly<Record<string, string>>;

export const ofKind = <Kind extends keyof Kinds>(objects: readonly KubernetesObject[], kind: Kind) =>
  objects.filter(object => object.kind === kind) as (KubernetesObject & Kinds[Kind])[];

export function named<Kind extends keyof Kinds>(objects: readonly KubernetesObject[], kind: Kind, name: string) {
  const found = ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

/** What runs pods of one kind, which have one container. */
export interface Workload {
  readonly name: string;
  readonly labels: Labels;
  readonly pod: IPodSpec;
  readonly container: IContainer;
}

export function workloads(objects: readonly KubernetesObject[]): Workload[] {
  return [...ofKind(objects, "Deployment"), ...ofKind(objects, "StatefulSet")].map(({ kind, metadata, spec }) => {
    const { metadata: podMetadata, spec: pod } = spec?.template ?? {};
    const [container, ...others] = pod?.containers ?? [];
    if (pod === undefined || container === undefined || others.length > 0) {
      throw new Error(`${kind} ${metadata.name} has not one container.`);
    }
    const labels: Labels = podMetadata?.labels ?? {};
    if (!selects(spec?.selector.matchLabels, labels)) throw new Error(`${kind} ${metadata.name} has not its own pods.`);
    return { name: metadata.name, labels, pod, container };
  });
}

export function workload(objects: readonly KubernetesObject[], name: string): Workload {
  const found = workloads(objects).find(candidate => candidate.name === name);
  if (found === undefined) throw new Error(`Nothing runs ${name}.`);
  return found;
}

/** Whether labels are among those that a selector names; none selects everything. */
export const selects = (matchLabels: Labels = {}, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value);

/** Of the pods of a workload, by its name where it has one. */
export function portOf({ container }: Workload, port: number | string | undefined): number | undefined {
  return container.ports?.find(({ name, containerPort }) => name === port || containerPort === port)?.containerPort;
}
