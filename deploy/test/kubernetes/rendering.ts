import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { rootDir } from "@hubbub/stack";
import { parseAllDocuments } from "yaml";
import { findKustomize, type Kustomize, render } from "../../src/kustomize.ts";

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
export const makeSecrets = (overlay: string) => promisify(execFile)(join(manifestsDir, "make-secrets.sh"), [overlay]);

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

async function objectsOf(kustomize: Kustomize, dir: string): Promise<KubernetesObject[]> {
  // As kubectl reads it, where `yes` is a boolean and 0440 is octal.
  const documents = parseAllDocuments(await render(kustomize, dir), { version: "1.1" });
  return documents.map(document => document.toJS() as KubernetesObject);
}
