import { commandRedis } from "@hubbub/stack";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person, refusalOf, signUp, socketTo } from "./people.ts";
import { until } from "./until.ts";

describe("Redis", () => {
  let house: House;
  let ada: Person;
  let bob: Person;

  beforeEach(async () => {
    house = await openHouse();
    ada = await Person.connect(house.replicas[0]);
    bob = await Person.connect(house.replicas[1]);
    // Whoever is answered has come in. Redis that goes before that sends people away, to come again.
    for (const person of [ada, bob]) await person.accepted("room:history", { room: "general", before: 1, limit: 1 });
  });
  afterEach(async () => {
    ada.leave();
    bob.leave();
    await house.stop();
  });

  const readiness = async (replica: 0 | 1) => (await fetch(`${house.replicas[replica].apiUrl}/readyz`)).status;
  const tryToSend = async (text: string) =>
    ada.ask("message:send", { room: "general", text, clientMessageId: ada.newId() });

  it("restarted while people are connected: they stay, are told, and talk again within 2 seconds", async () => {
    await ada.say("general", "before");
    await house.redis.kill();
    const refused = await tryToSend("into the void");
    expect(refused).toMatchObject({ ok: false, error: { code: "unavailable", temporary: true } });
    await until(async () => (await readiness(0)) === 503 && (await readiness(1)) === 503, "both to be not ready");
    const socket = socketTo(house.replicas[0], ada.session.token);
    expect(await refusalOf(socket)).toMatchObject({ code: "unavailable", temporary: true });

    await house.redis.restart();
    const back = performance.now();
    await until(async () => (await tryToSend("after")).ok, "a message to be taken", 2_000);
    await until(
      async () => (await readiness(0)) === 200 && (await readiness(1)) === 200,
      "both to be ready",
      2_000 - (performance.now() - back),
    );
    await ada.say("general", "across");
    await until(() => bob.heard("general").includes("across"), "the other replica to hear again");
    await bob.say("general", "and back");
    await until(() => ada.heard("general").includes("and back"), "the first replica to hear again");
    const { messages } = await bob.accepted("room:history", { room: "general", before: 1e9, limit: 50 });
    expect(messages.map(({ text }) => text)).toEqual(["before", "after", "across", "and back"]);
    expect([ada.welcomes.length, bob.welcomes.length]).toEqual([1, 1]);
  });

  it("that hangs makes requests fail in time, and work again when it goes on", async () => {
    house.redis.pause();
    expect(await tryToSend("hello?")).toMatchObject({ error: { code: "unavailable", temporary: true } });
    house.redis.resume();
    await until(async () => (await tryToSend("hello!")).ok, "a message to be taken");
    expect(ada.welcomes.length).toBe(1);
  });

  it("that lost its memory learns again who is connected and where", async () => {
    const { room } = await ada.accepted("direct:open", { user: bob.user.id });
    await ada.say(room, "just you and me");
    await bob.accepted("room:join", { room: "library" });
    await commandRedis(house.redis.port, "FLUSHALL");
    await until(async () => (await tryToSend("who are we?")).ok, "Ada to be a member again");
    await until(async () => {
      const ack = await bob.ask("rooms:recover", { positions: { library: { epoch: "old", seq: 0 } } });
      return ack.ok && ack.rooms.library?.presence.online.length === 1;
    }, "Bob to be back in the library");
    await until(async () => {
      const ack = await ada.ask("room:join", { room });
      return ack.ok && ack.presence.count === 2;
    }, "both to be back in their direct room");
  });

  it("that lost its memory is reminded at once by who speaks or catches up in a room that they are in", async () => {
    await ada.accepted("room:join", { room: "library" });
    const { position } = await bob.accepted("room:join", { room: "library" });
    await commandRedis(house.redis.port, "FLUSHALL");
    await ada.say("library", "was there a fire?");
    const { rooms } = await bob.accepted("rooms:recover", { positions: { library: position } });
    expect(rooms.library?.messages.map(({ text }) => text)).toEqual(["was there a fire?"]);
    await bob.say("general", "there was");
  });

  it("absent at the start: the replica lives, says that it is not ready, and serves when Redis comes", async () => {
    await house.redis.kill();
    const late = await house.replica({ waitUntil: "alive" });
    expect((await fetch(`${late.apiUrl}/readyz`)).status).toBe(503);
    expect(late.logs()).toMatch(/Redis is away/);
    const socket = socketTo(late, ada.session.token);
    expect(await refusalOf(socket)).toMatchObject({ code: "unavailable", temporary: true });
    await house.redis.restart();
    await late.ready();
    await until(async () => (await readiness(1)) === 200, "Bob's replica to be ready again");
    const cleo = await Person.connect(late, await signUp(late));
    await cleo.say("general", "better late");
    await until(() => bob.heard("general").includes("better late"), "the others to hear the late one");
    await bob.say("general", "than never");
    await until(() => cleo.heard("general").includes("than never"), "the late one to hear the others");
    cleo.leave();
  });
});
