import { spawn } from "node:child_process";

/**
 * Kills a process group when this process ends without having released it, even by SIGKILL: a shell that waits
 * for the end of a pipe which only this process holds open.
 */
export function guard(group: number): () => void {
  const script = 'read -r released || kill -KILL "-$1"';
  const guardian = spawn("/bin/sh", ["-c", script, "hubbub-guardian", String(group)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guardian.on("error", () => {});
  guardian.stdin.on("error", () => {});
  guardian.unref();
  return () => guardian.stdin.end("released\n");
}
