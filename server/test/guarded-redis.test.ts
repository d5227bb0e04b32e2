import { commandRedis, type Redis } from "@hubbub/stack";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type GuardedWorld, openGuardedWorld } from "./guarded-worlds.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

// Six servers with certificates, and a failover among them.
vi.setConfig({ testTimeout: 60_000 });

let world: GuardedWorld;
let people: Person[] = [];
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await world?.stop();
});

describe.each([
  ["single", "sharded"],
  ["sentinel", "classic"],
  ["cluster", "sharded"],
] as const)("a %s Redis with TLS and the documented users, and the %s adapter", (kind, adapter) => {
  it("serves all that people and jobs do", async () => {
    world = await openGuardedWorld(kind, { ADAPTER: adapter, PRESENCE_GRACE_MS: "500" });
    const [ada, bob] = await twoInDen();
    await talk(ada, bob);
    await keepRoom(ada, bob);
    await work("at first", [ada, bob]);
    if (kind === "cluster") await failOver(ada, bob);
    await comeBack(ada, bob);
    for (const server of world.servers) expect(await denialsOf(server)).toEqual([]);
  });
});

async function twoInDen(): Promise<[Person, Person]> {
  const { replicas } = world.house;
  const [ada, bob] = [await Person.connect(replicas[0]), await Person.connect(replicas[1])];
  people = [ada, bob];
  await ada.accepted("room:create", { room: "den", kind: "private", title: "Den" });
  await ada.accepted("room:invite", { room: "den", user: bob.user.id });
  await until(() => bob.told("room:entered").some(({ id }) => id === "den"), "Bob to be in the den");
  return [ada, bob];
}

async function talk(ada: Person, bob: Person): Promise<void> {
  const { seq } = await ada.say("den", "hello");
  await until(() => bob.heard("den").includes("hello"), "Bob to hear it");
  await bob.accepted("read:mark", { room: "den", seq });
  await bob.accepted("typing:set", { room: "den", typing: true });
  await until(() => ada.told("typing:change").length > 0, "Ada to see Bob type");
  await ada.accepted("message:edit", { room: "den", target: seq, text: "hi", clientMessageId: ada.newId() });
  await ada.accepted("message:remove", { room: "den", target: seq, clientMessageId: ada.newId() });
  await bob.accepted("direct:open", { user: ada.user.id });
  await bob.accepted("presence:set", { away: true });
  await until(() => ada.sees("den", bob.user.id) === "away", "Ada to see that Bob is away");
  await bob.accepted("presence:set", { away: false });
  await bob.accepted("room:history", { room: "den", before: 10, limit: 10 });
}

async function keepRoom(ada: Person, bob: Person): Promise<void> {
  const user = bob.user.id;
  await ada.accepted("room:change", { room: "den", title: "The den" });
  await ada.accepted("room:mute", { room: "den", user, until: Date.now() + 60_000 });
  await ada.accepted("room:mute", { room: "den", user, until: 0 });
  await ada.accepted("room:ban", { room: "den", user, banned: true });
  await ada.accepted("room:ban", { room: "den", user, banned: false });
  await ada.accepted("room:invite", { room: "den", user });
  const { members } = await ada.accepted("room:members", { room: "den", limit: 10 });
  expect(members).toHaveLength(2);
  const { people: found } = await ada.accepted("people:find", { prefix: bob.user.name, limit: 1 });
  expect(found.map(({ id }) => id)).toEqual([user]);
  await bob.accepted("room:join", { room: "lobby" });
  expect((await ada.accepted("rooms:find", { prefix: "lob", limit: 1 })).rooms).toHaveLength(1);
  await bob.accepted("room:leave", { room: "lobby" });
}

/** Over HTTP and by the stream of jobs. */
async function work(when: string, all: readonly Person[]): Promise<void> {
  const [streamed, announced] = [`streamed ${when}`, `announced ${when}`];
  const job = JSON.stringify({ verb: "announce", room: "den", text: streamed });
  const add = `XADD hubbub:{jobs}:stream * call ${JSON.stringify(job)}`;
  const added = await Promise.allSettled(world.servers.map(({ port }) => commandRedis(port, add)));
  expect(added.some(({ status }) => status === "fulfilled")).toBe(true);
  const response = await fetch(`${world.emitter.url}/v1/rooms/den/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.emitterKey}`, "content-type": "application/json" },
    body: JSON.stringify({ text: announced }),
  });
  expect(response.status).toBe(201);
  const isHeard = (text: string) => all.every(person => person.heard("den").includes(text));
  for (const text of [announced, streamed]) await until(() => isHeard(text), `all to hear what was ${text}`);
}

/** The replica of the room's master takes its place. */
async function failOver(ada: Person, bob: Person): Promise<void> {
  const [lost] = await holdersOf("hubbub:{room:den}:meta");
  await lost?.kill();
  const send = (text: string) => ada.ask("message:send", { room: "den", text, clientMessageId: ada.newId() });
  await until(async () => (await send("taken over")).ok, "the replica to take a message", 40_000);
  await until(() => bob.heard("den").includes("taken over"), "Bob to hear it");
  await Promise.all(world.house.replicas.map(replica => replica.ready()));
  await work("after the failover", [ada, bob]);
}

async function comeBack(ada: Person, bob: Person): Promise<void> {
  const { position } = await bob.accepted("room:join", { room: "den" });
  bob.leave();
  await until(() => ada.sees("den", bob.user.id) === "offline", "Ada to see Bob go");
  await ada.say("den", "missed");
  const again = await Person.connect(world.house.replicas[0], bob.session);
  people.push(again);
  const { rooms } = await again.accepted("rooms:recover", { positions: { den: position } });
  expect(rooms.den).toMatchObject({ recovered: true, messages: [{ text: "missed" }] });
  await until(() => ada.sees("den", bob.user.id) === "online", "Ada to see Bob again");
}

async function holdersOf(key: string): Promise<Redis[]> {
  const replies = await Promise.all(
    world.servers.map(async server => ({
      server,
      reply: await commandRedis(server.port, `EXISTS ${key}`).catch(String),
    })),
  );
  return replies.filter(({ reply }) => reply === ":1\r\n").map(({ server }) => server);
}

/** What the server refused for want of a right; newer ones are asked by ioredis to note its version, which nobody needs. */
async function denialsOf({ port }: Redis): Promise<string[]> {
  const log = await commandRedis(port, "ACL LOG").catch(() => "");
  const objects = [...log.matchAll(/object\r\n\$\d+\r\n(.*)\r\n/g)].map(([, object = ""]) => object);
  return objects.filter(object => object !== "client|setinfo");
}
