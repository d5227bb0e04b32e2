import { randomBytes } from "node:crypto";
import { commandRedis, type RedisSentinel, startSentinel, untilRedis } from "@hubbub/stack";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openReplicas, type Replicas } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

// Sentinels that cannot agree at once wait some seconds before they vote again.
vi.setConfig({ testTimeout: 60_000 });

let sentinel: RedisSentinel;
let house: Replicas;
let ada: Person;
let bob: Person;

beforeEach(async () => {
  sentinel = await startSentinel();
  house = await openReplicas(sentinel);
  ada = await Person.connect(house.replicas[0]);
  bob = await Person.connect(house.replicas[1]);
});
afterEach(async () => {
  ada.leave();
  bob.leave();
  await house.stop();
});

const send = (text: string, clientMessageId = randomBytes(4).toString("hex")) =>
  ada.ask("message:send", { room: "general", text, clientMessageId });

/** Kills the master and waits until a message is taken again. */
async function failOver() {
  const lost = await sentinel.master();
  await lost.kill();
  await until(async () => (await send("again")).ok, "a message to be taken by the new master", 40_000);
  await Promise.all(house.replicas.map(replica => replica.ready()));
}

it("goes on with the new master by itself, with everything that it has, under another epoch", async () => {
  const before = await ada.accepted("message:send", { room: "general", text: "before", clientMessageId: "once" });
  await until(() => bob.heard("general").includes("before"), "Bob to hear it");
  await bob.accepted("read:mark", { room: "general", seq: before.message.seq });
  await untilReplicated();
  await failOver();
  const told = () => [...bob.told("message:batch"), ...bob.told("room:position")];
  await until(() => told().some(({ epoch }) => epoch !== before.epoch), "Bob to hear of the epoch");

  const retry = await ada.accepted("message:send", { room: "general", text: "before", clientMessageId: "once" });
  expect(retry.message).toEqual(before.message);
  expect(retry.epoch).not.toBe(before.epoch);
  const position = { epoch: before.epoch, seq: before.message.seq };
  const { rooms } = await bob.accepted("rooms:recover", { positions: { general: position } });
  expect(rooms.general).toMatchObject({ recovered: false, position: { epoch: retry.epoch } });
  expect(rooms.general?.messages[0]).toEqual(before.message);
  const unread = (rooms.general?.position.seq ?? 0) - before.message.seq;
  expect(rooms.general).toMatchObject({ read: before.message.seq, unread });
  expect([ada.welcomes.length, bob.welcomes.length]).toEqual([1, 1]);
});

it("never takes another message for one that the lost master had alone", async () => {
  await ada.say("general", "known to all");
  await untilReplicated();
  const master = await sentinel.master();
  const others = sentinel.servers.filter(server => server !== master);
  for (const { port } of others) await commandRedis(port, "REPLICAOF NO ONE");
  const alone = await ada.accepted("message:send", { room: "general", text: "lost", clientMessageId: "lost" });
  await until(() => bob.heard("general").includes("lost"), "Bob to hear what will be lost");
  await failOver();

  const { messages, epoch } = await newest();
  const successor = messages.find(({ seq }) => seq === alone.message.seq);
  expect(successor?.text).toBe("again");
  expect(epoch).not.toBe(alone.epoch);
});

async function newest() {
  const { messages, position } = await bob.accepted("room:join", { room: "general" });
  return { messages, epoch: position.epoch };
}

/** All servers have what the master has: they take its writes in order. */
async function untilReplicated() {
  const marker = randomBytes(4).toString("hex");
  const master = await sentinel.master();
  await commandRedis(master.port, `SET marker ${marker}`);
  for (const { port } of sentinel.servers) await untilRedis(port, "GET marker", new RegExp(marker));
}
