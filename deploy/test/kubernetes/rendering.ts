import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { parseAllDocuments } from "yaml";
import { findKustomize, type Kustomize, render } from "../../src/kustomize.ts";

const run = promisify(execFile);

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface Manifests {
  /** False on a machine without kustomize: then nothing is rendered. */
  readonly areRendered: boolean;
  readonly base: readonly KubernetesObject[];
  readonly local: readonly KubernetesObject[];
  readonly production: readonly KubernetesObject[];
}

export const manifestsDir = join(rootDir, "deploy/kubernetes");

/** Makes the secrets of an overlay that it does not have, by the command that README.md tells of. */
export const makeSecrets = (overlay: string) => run(join(manifestsDir, "make-secrets.sh"), [overlay]);

/** `deploy/kubernetes` as an API server gets it. */
export async function renderManifests(): Promise<Manifests> {
  const kustomize = await findKustomize();
  if (kustomize === null) return { areRendered: false, base: [], local: [], production: [] };
  const dir = await mkdtemp(join(tmpdir(), "hubbub-kubernetes-"));
  try {
    await cp(manifestsDir, dir, { recursive: true, filter: path => !/\/secrets(\/|$)/.test(path) });
    const overlay = async (name: string) => {
      await makeSecrets(join(dir, "overlays", name));
      return objectsOf(kustomize, join(dir, "overlays", name));
    };
    return {
      areRendered: true,
      base: await objectsOf(kustomize, join(dir, "base")),
      local: await overlay("local"),
      production: await overlay("production"),
    };
  } finally {
    await rm(dir, { recursive: true });
  }
}

const objectsOf = async (kustomize: Kustomize, dir: string): Promise<KubernetesObject[]> =>
  parseObjects(await render(kustomize, dir));

/** As kubectl reads YAML, where `yes` is a boolean and 0440 is octal. */
const parseObjects = (yaml: string): KubernetesObject[] =>
  parseAllDocuments(yaml, { version: "1.1" }).map(document => document.toJS() as KubernetesObject);

/** The rules of Prometheus as objects for its operator. */
export async function prometheusRules(): Promise<KubernetesObject[]> {
  return parseObjects((await run(join(manifestsDir, "prometheus-rules.sh"))).stdout);
}
