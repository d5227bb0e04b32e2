import { findProgram } from "@hubbub/stack";
import { findKustomize, kustomizeDir } from "../../deploy/src/kustomize.ts";
import { run } from "./run.ts";

const source = "sigs.k8s.io/kustomize/kustomize/v5@v5.7.1";

/** Finds a kustomize, or builds one where there is Go; else rejects with how to get one. */
export async function ensureKustomize(signal?: AbortSignal): Promise<void> {
  if ((await findKustomize()) !== null) return;
  const go = findProgram("go", "GO");
  if (go !== undefined) {
    console.log("Building kustomize with Go …");
    await run(go, ["install", source], { env: { GOBIN: kustomizeDir }, signal });
    signal?.throwIfAborted();
    if ((await findKustomize()) !== null) return;
  }
  throw new Error(
    "Install kustomize 5 or a kubectl with it, or Go, with which it is built here; or name it in KUSTOMIZE.",
  );
}
