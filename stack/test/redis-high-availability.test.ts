import { commandRedis, startRedisCluster, startSentinel } from "@hubbub/stack";
import { expect, it } from "vitest";
import { isAlive } from "./alive.ts";

it("starts a cluster of three masters, and leaves nothing", async () => {
  const cluster = await startRedisCluster();
  const replies = await Promise.all(
    cluster.masters.map(({ port }) => commandRedis(port, "SET colour green").catch(String)),
  );
  expect(replies.filter(reply => reply === "+OK\r\n")).toHaveLength(1);
  expect(replies.filter(reply => reply.includes("-MOVED"))).toHaveLength(2);
  const pids = cluster.masters.map(({ pid }) => pid);
  await cluster.stop();
  expect(pids.filter(isAlive)).toEqual([]);
});

it("starts sentinels that name another master when theirs dies, and leaves nothing", async () => {
  const sentinel = await startSentinel();
  const first = await sentinel.master();
  await commandRedis(first.port, "SET colour green");
  const pids = [...sentinel.servers, ...sentinel.sentinels].map(({ pid }) => pid);
  await first.kill();
  await expect.poll(async () => (await sentinel.master()).port, { timeout: 60_000 }).not.toBe(first.port);
  expect(await commandRedis((await sentinel.master()).port, "GET colour")).toContain("green");
  await sentinel.stop();
  expect(pids.filter(isAlive)).toEqual([]);
});
