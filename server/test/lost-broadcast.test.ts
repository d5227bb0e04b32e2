import { commandRedis } from "@hubbub/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

it("acks a message whose broadcast Redis refused, and tells others of it by its position within 6 seconds", async () => {
  const [ada, bob] = [await Person.connect(house.replicas[0]), await Person.connect(house.replicas[1])];
  const known = await ada.say("general", "before");
  await until(() => bob.heard("general").includes("before"), "Bob to hear the first message");

  expect(await commandRedis(house.redis.port, "ACL SETUSER default -publish -spublish")).toBe("+OK\r\n");
  const sent = performance.now();
  const { message, epoch } = await ada.accepted("message:send", {
    room: "general",
    text: "unheard",
    clientMessageId: ada.newId(),
  });
  expect(message.seq).toBe(known.seq + 1);
  await until(
    () => bob.told("room:position").some(({ room, seq }) => room === "general" && seq === message.seq),
    "Bob to be told the position",
    6_000 - (performance.now() - sent),
  );
  expect(bob.heard("general")).not.toContain("unheard");
  const { rooms } = await bob.accepted("rooms:recover", { positions: { general: { epoch, seq: known.seq } } });
  expect(rooms.general).toMatchObject({ recovered: true, messages: [{ text: "unheard" }] });
  expect(house.replicas[0].logs()).toMatch(/broadcast or a subscription failed/);

  await commandRedis(house.redis.port, "ACL SETUSER default +publish +spublish");
  await ada.say("general", "after");
  await until(() => bob.heard("general").includes("after"), "broadcasts to go on");
  ada.leave();
  bob.leave();
});

it("shows somebody out at the next tick whose ban the other replica was not told", async () => {
  const [ada, bob] = [await Person.connect(house.replicas[0]), await Person.connect(house.replicas[1])];
  const { room } = await ada.accepted("room:create", { room: "lounge", kind: "public" });
  await bob.accepted("room:join", { room });
  await commandRedis(house.redis.port, "ACL SETUSER default -publish -spublish");
  await ada.accepted("room:ban", { room, user: bob.user.id, banned: true });
  await commandRedis(house.redis.port, "ACL SETUSER default +publish +spublish");
  await until(() => bob.told("room:exited").length > 0, "Bob to be told");
  await ada.say(room, "behind closed doors");
  await ada.say("general", "a mark that reaches Bob later");
  await until(() => bob.heard("general").includes("a mark that reaches Bob later"), "Bob to hear the mark");
  expect(bob.heard(room)).toEqual([]);
  ada.leave();
  bob.leave();
});

it("lets somebody hear at the next tick whose invitation the other replica was not told", async () => {
  const [ada, bob] = [await Person.connect(house.replicas[0]), await Person.connect(house.replicas[1])];
  const { room } = await ada.accepted("room:create", { room: "attic", kind: "private" });
  await commandRedis(house.redis.port, "ACL SETUSER default -publish -spublish");
  await ada.accepted("room:invite", { room, user: bob.user.id });
  await commandRedis(house.redis.port, "ACL SETUSER default +publish +spublish");
  await until(() => bob.told("room:entered").some(({ id }) => id === room), "Bob to be told");
  await ada.say(room, "there you are");
  await until(() => bob.heard(room).includes("there you are"), "Bob to hear the room");
  ada.leave();
  bob.leave();
});
