import { type RestorableRedis, startRestorableRedis } from "@hubbub/stack";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openReplicas, type Replicas } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

let redis: RestorableRedis;
let house: Replicas;
let ada: Person;
let bob: Person;

beforeEach(async () => {
  redis = await startRestorableRedis();
  house = await openReplicas(redis);
  ada = await Person.connect(house.replicas[0]);
  bob = await Person.connect(house.replicas[1]);
});
afterEach(async () => {
  for (const person of [ada, bob]) person.leave();
  await house.stop();
});

const talk = async (times: number) => {
  for (let n = 0; n < times; n += 1) await ada.say("general", `message ${n}`);
};

it("tells whoever was ahead of a restored backup so, though the log has grown past their place", async () => {
  await talk(2);
  await redis.backUp();
  await ada.accepted("room:join", { room: "made-later" });
  await talk(3);
  const { position } = await bob.accepted("room:join", { room: "general" });
  expect(position.seq).toBe(5);
  await redis.restore();
  const told = () => [...bob.told("message:batch"), ...bob.told("room:position")];
  await until(() => told().some(({ epoch }) => epoch !== position.epoch), "Bob to hear of another epoch");
  await talk(6);

  const { rooms } = await bob.accepted("rooms:recover", { positions: { general: position } });
  expect(rooms.general?.recovered).toBe(false);
  expect(rooms.general?.position.seq).toBe(8);
  expect(rooms.general?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await ada.say("made-later", "still here");
  expect([ada.welcomes.length, bob.welcomes.length]).toEqual([1, 1]);
});
