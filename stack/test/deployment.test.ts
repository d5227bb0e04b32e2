import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "@hubbub/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive } from "./alive.ts";

let dir: string;
let stack: Stack;

const status = async () => (await fetch(`${stack.url}/api/rooms`)).status;
const ids = () => stack.replicas.map(replica => replica.id);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-stack-"));
  stack = await startStack({ dir, replicas: 1 });
});

afterAll(async () => {
  await stack.stop();
  await rm(dir, { recursive: true, force: true });
});

describe("a stack", () => {
  it("takes one more replica, and serves on when the first is replaced", async () => {
    const [first] = stack.replicas;
    const second = await stack.addReplica();
    const third = await stack.replaceReplica(first?.id ?? "");
    expect(ids()).toEqual([second.id, third.id]);
    expect(isAlive(first?.pid ?? 0)).toBe(false);
    expect([await status(), await status()]).toEqual([401, 401]);
  });

  it("gives a replica that starts again another id, because the one before has yet to be swept", async () => {
    const [replica] = stack.replicas;
    const before = replica?.id;
    await replica?.kill();
    await replica?.restart();
    expect(replica?.id).toBe(`${before}-2`);
    await expect(fetch(`${replica?.apiUrl}/readyz`)).resolves.toMatchObject({ status: 200 });
  });

  it("leaves no process when it stops", async () => {
    const pids = [stack.redis, ...stack.parts].map(part => part.pid);
    expect(pids.every(isAlive)).toBe(true);
    await stack.stop();
    expect(pids.some(isAlive)).toBe(false);
  });
});
