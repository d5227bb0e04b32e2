import { commandRedis, type RedisCluster, startRedisCluster } from "@hubbub/stack";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openReplicas, type Replicas } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

let cluster: RedisCluster;
let house: Replicas;

beforeEach(async () => {
  cluster = await startRedisCluster();
  house = await openReplicas(cluster);
});
afterEach(() => house.stop());

it("serves again when a master of the cluster is back, and its rooms are heard as before", async () => {
  const [ada, bob] = [await Person.connect(house.replicas[0]), await Person.connect(house.replicas[1])];
  const rooms = ["red", "green", "blue", "grey", "pink", "teal"];
  for (const room of rooms) {
    for (const person of [ada, bob]) await person.accepted("room:join", { room });
  }
  const lost = await masterOfRoom("red");
  await lost.kill();
  const send = async (room: string, text: string) =>
    ada.ask("message:send", { room, text, clientMessageId: ada.newId() });
  expect(await send("red", "into the void")).toMatchObject({ ok: false, error: { code: "unavailable" } });

  await lost.restart();
  for (const room of rooms) await until(async () => (await send(room, "back")).ok, `${room} to take a message`);
  const isHeard = async (room: string) => {
    const text = ada.newId();
    await until(async () => (await send(room, text)).ok, "a message to be taken");
    return until(() => bob.heard(room).includes(text), `Bob to hear ${room}`, 1_000).then(
      () => true,
      () => false,
    );
  };
  for (const room of rooms) await until(() => isHeard(room), `${room} to be heard at once`, 15_000);
  expect([ada.welcomes.length, bob.welcomes.length]).toEqual([1, 1]);
  for (const person of [ada, bob]) person.leave();
});

/** The one that has the keys of the room. */
async function masterOfRoom(room: string) {
  for (const master of cluster.masters) {
    const reply = await commandRedis(master.port, `EXISTS ${house.keyPrefix}:{room:${room}}:meta`);
    if (reply === ":1\r\n") return master;
  }
  throw new Error(`Nobody has the room ${room}.`);
}
