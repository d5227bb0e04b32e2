import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ManagedProcess } from "@hubbub/stack";
import { describe, expect, it } from "vitest";
import { gone, isAlive } from "./alive.ts";

const shell = (script: string) => ManagedProcess.spawn({ name: "test", command: "/bin/sh", args: ["-c", script] });

describe("a process of the stack", () => {
  it("is gone when the process that started it was killed with SIGKILL", async () => {
    const owner = spawn(process.execPath, [join(import.meta.dirname, "fixtures/redis-owner.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface({ input: owner.stdout }), "line");
    const redis = Number(line);
    expect(isAlive(redis)).toBe(true);
    owner.kill("SIGKILL");
    await gone(redis);
  });

  it("takes its own children with it", async () => {
    const parent = await shell("sleep 600 & echo child $!; wait");
    await parent.line(/^child/);
    const child = Number(parent.logs().split(" ")[1]);
    await parent.kill();
    await gone(child);
  });

  it("leaves no children when it ends by itself", async () => {
    const parent = await shell("sleep 600 >/dev/null 2>&1 & echo child $!");
    const exit = await parent.exited;
    expect(exit).toEqual({ code: 0, signal: null });
    await gone(Number(parent.logs().split(" ")[1]));
  });

  it("is ended by force when it does not stop in time", async () => {
    const stubborn = await shell("trap '' TERM; echo ready; while :; do sleep 1; done");
    await stubborn.line(/^ready$/);
    expect(await stubborn.stop(50)).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("tells its last words when it ends before it was ready", async () => {
    const failing = await shell("echo no room left >&2; exit 3");
    await expect(failing.until(failing.line(/never/))).rejects.toThrow(
      "test ended before it was ready (exit code 3).\nno room left",
    );
  });

  it("says so when its program is not there", async () => {
    const starting = ManagedProcess.spawn({ name: "test", command: "/no/such/program", args: [] });
    await expect(starting).rejects.toThrow(/test could not be started: .*ENOENT/);
  });
});
