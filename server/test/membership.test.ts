import type { RoomSummary } from "@hubbub/protocol";
import { commandRedis } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person, signUp } from "./people.ts";
import { until } from "./until.ts";

let house: House;
const present: Person[] = [];
let rooms = 0;

beforeAll(async () => {
  house = await openHouse({ PRESENCE_GRACE_MS: "300", POSITION_TICK_MS: "300" });
});
afterEach(() => {
  for (const person of present.splice(0)) person.leave();
});
afterAll(() => house.stop());

const come = async (replica: 0 | 1, session?: Person["session"]) => {
  const person = await Person.connect(house.replicas[replica], session);
  present.push(person);
  return person;
};

/** A private room of Ada's on one replica, with Bob in it on the other. */
const den = async () => {
  const [ada, bob] = [await come(0), await come(1)];
  rooms += 1;
  const { room } = await ada.accepted("room:create", { room: `den-${rooms}`, kind: "private", title: "The den" });
  await ada.accepted("room:invite", { room, user: bob.user.id });
  await until(() => bob.told("room:entered").some(({ id }) => id === room), "Bob to be brought in");
  return { ada, bob, room };
};

const hears = async (person: Person, room: string, text: string) =>
  until(() => person.heard(room).includes(text), `${text} to be heard`);

const text = (person: Person, room: string) => ({ room, text: "hello?", clientMessageId: person.newId() });
const forbidden = { ok: false, error: { code: "forbidden", temporary: false } };

describe("an invitation", () => {
  it("brings a room to somebody who is online at once, on every device", async () => {
    const { ada, bob, room } = await den();
    const phone = await come(0, bob.session);
    const cleo = await come(1);
    await bob.accepted("room:invite", { room, name: cleo.user.name });
    await until(() => cleo.told("room:entered").length > 0, "Cleo to be told");
    expect(cleo.told("room:entered")[0]).toMatchObject({
      id: room,
      kind: "private",
      title: "The den",
      owner: ada.user.id,
    });
    expect(phone.welcomes[0]?.rooms).toContainEqual(expect.objectContaining({ id: room, kind: "private" }));
    await ada.say(room, "welcome, all");
    for (const person of [bob, phone, cleo]) await hears(person, room, "welcome, all");
  });

  it("waits in the next welcome for somebody who is not there", async () => {
    const { ada, room } = await den();
    const session = await signUp(house.replicas[1]);
    await ada.accepted("room:invite", { room, user: session.user.id });
    const dora = await come(1, session);
    expect(dora.welcomes[0]?.rooms.map(({ id }) => id)).toContain(room);
    await ada.say(room, "there you are");
    await hears(dora, room, "there you are");
  });

  it("is what a private room is entered by: nobody else finds it or gets in", async () => {
    const { ada, bob, room } = await den();
    const eve = await come(1);
    expect(await eve.ask("room:join", { room })).toMatchObject(forbidden);
    expect(await eve.ask("room:history", { room, before: 9, limit: 9 })).toMatchObject(forbidden);
    expect(await eve.ask("room:members", { room, limit: 9 })).toMatchObject(forbidden);
    expect(await eve.ask("room:invite", { room, user: eve.user.id })).toMatchObject(forbidden);
    expect(await eve.ask("message:send", text(eve, room))).toMatchObject(forbidden);
    expect(await eve.ask("room:create", { room, kind: "public" })).toMatchObject({ error: { code: "conflict" } });
    const found = async (person: Person) => (await person.accepted("rooms:find", { prefix: "THE D", limit: 50 })).rooms;
    expect(await found(eve)).toEqual([]);
    expect((await found(bob)).map(({ id }) => id)).toEqual([room]);
    const list = async (person: Person): Promise<string[]> => {
      const headers = { authorization: `Bearer ${person.session.token}` };
      const response = await fetch(`${house.replicas[0].apiUrl}/api/rooms`, { headers });
      return ((await response.json()) as { rooms: RoomSummary[] }).rooms.map(({ id }) => id);
    };
    expect(await list(eve)).not.toContain(room);
    expect(await list(ada)).toContain(room);
  });
});

describe("somebody who is banned in the middle of a conversation on another replica", () => {
  it("hears nothing more, is told so, and cannot send, join or recover", async () => {
    const { ada, bob, room } = await den();
    const { position } = await bob.accepted("room:join", { room });
    await bob.say(room, "before");
    await hears(ada, room, "before");
    await ada.accepted("room:ban", { room, user: bob.user.id, banned: true });
    await until(() => bob.told("room:exited").length > 0, "Bob to be told");
    expect(bob.told("room:exited")).toEqual([{ room, reason: "banned" }]);
    await ada.say(room, "after");
    await ada.say("general", "a mark that reaches Bob later");
    await hears(bob, "general", "a mark that reaches Bob later");
    expect(bob.heard(room)).toEqual(["before"]);
    expect(await bob.ask("message:send", text(bob, room))).toMatchObject(forbidden);
    expect(await bob.ask("room:join", { room })).toMatchObject(forbidden);
    expect((await bob.accepted("rooms:recover", { positions: { [room]: position } })).rooms).toEqual({});
    expect(await ada.ask("room:invite", { room, user: bob.user.id })).toMatchObject(forbidden);
    const { members, banned } = await ada.accepted("room:members", { room, limit: 9 });
    expect(members.map(({ id }) => id)).toEqual([ada.user.id]);
    expect(banned).toEqual([bob.user]);
    await ada.accepted("room:ban", { room, user: bob.user.id, banned: false });
    expect(await ada.ask("room:invite", { room, user: bob.user.id })).toMatchObject({ ok: true });
  });

  it("is not the owner, ever", async () => {
    const { ada, bob, room } = await den();
    expect(await bob.ask("room:ban", { room, user: ada.user.id, banned: true })).toMatchObject(forbidden);
    expect(await ada.ask("room:ban", { room, user: ada.user.id, banned: true })).toMatchObject(forbidden);
    await ada.say(room, "still here");
    await hears(bob, room, "still here");
  });
});

describe("somebody who is removed", () => {
  it("hears nothing more, on any device", async () => {
    const { ada, bob, room } = await den();
    const phone = await come(0, bob.session);
    await ada.accepted("room:remove", { room, user: bob.user.id });
    for (const device of [bob, phone]) {
      await until(
        () => device.told("room:exited").some(({ reason }) => reason === "removed"),
        "each device to be told",
      );
    }
    await ada.say(room, "alone again");
    await ada.say("general", "a mark for both");
    for (const device of [bob, phone]) await hears(device, "general", "a mark for both");
    expect([...bob.heard(room), ...phone.heard(room)]).toEqual([]);
    expect(await bob.ask("room:join", { room })).toMatchObject(forbidden);
  });
});

describe("somebody who is muted", () => {
  it("is refused, and told until when, and hears the others", async () => {
    const { ada, bob, room } = await den();
    const end = Date.now() + 60_000;
    await ada.accepted("room:mute", { room, user: bob.user.id, until: end });
    await until(() => bob.told("room:muted").length > 0, "Bob to be told");
    expect(bob.told("room:muted")).toEqual([{ room, until: end }]);
    const refused = await bob.ask("message:send", text(bob, room));
    expect(refused).toMatchObject(forbidden);
    expect(refused.ok || refused.error.message).toContain(new Date(end).toISOString());
    expect(refused.ok || refused.error.retryAfterMs).toBeGreaterThan(30_000);
    expect(await bob.accepted("room:join", { room })).toMatchObject({ muted: end });
    await ada.say(room, "peace");
    await hears(bob, room, "peace");
    await ada.accepted("room:mute", { room, user: bob.user.id, until: 0 });
    await bob.say(room, "sorry");
    await hears(ada, room, "sorry");
  });
});

describe("the owner of a room", () => {
  it("gives it another title, and passes it on before leaving", async () => {
    const { ada, bob, room } = await den();
    expect(await ada.ask("room:leave", { room })).toMatchObject(forbidden);
    await ada.accepted("room:change", { room, title: "  The attic ", owner: bob.user.id });
    await until(() => bob.told("room:changed").length > 0, "Bob to be told");
    expect(bob.told("room:changed")).toEqual([{ room, title: "The attic", owner: bob.user.id }]);
    expect(await ada.ask("room:change", { room, title: "Mine" })).toMatchObject(forbidden);
    await ada.accepted("room:leave", { room });
    await bob.say(room, "all mine");
  });
});

describe("a private room that Redis has lost", () => {
  it("is private again, of the same owner, with those in it who were connected", async () => {
    const { ada, bob, room } = await den();
    const [eve, frank] = [await come(0), await come(1)];
    for (const [index, person] of [ada, bob].entries()) {
      await ada.say(room, "tick");
      await until(() => person.told("room:position").some(head => head.room === room && head.seq > index), "a tick");
    }
    await commandRedis(house.redis.port, "FLUSHALL");
    for (const person of [eve, frank]) await person.ask("room:join", { room });
    for (const person of [bob, ada]) await person.say(room, "still among us");
    expect(await bob.accepted("room:join", { room })).toMatchObject({
      kind: "private",
      title: "The den",
      owner: ada.user.id,
    });
    for (const person of [eve, frank]) expect(await person.ask("room:join", { room })).toMatchObject(forbidden);
    const { members } = await ada.accepted("room:members", { room, limit: 9 });
    expect(members.map(({ id }) => id)).toEqual([ada.user.id, bob.user.id]);
  });

  it("made only a moment before, is nobody else's who was faster through another replica", async () => {
    const ada = await come(0);
    const eve = await come(1);
    const phone = await come(0, eve.session);
    const { room } = await ada.accepted("room:create", { room: "taken", kind: "private" });
    await commandRedis(house.redis.port, "FLUSHALL");
    await eve.ask("room:join", { room });
    await ada.say(room, "among myself");
    expect((await ada.accepted("room:members", { room, limit: 9 })).members).toMatchObject([ada.user]);
    for (const device of [eve, phone]) expect(await device.ask("room:join", { room })).toMatchObject(forbidden);
  });
});

describe("the members of a room", () => {
  it("are paged by name, with who is online and who was last seen when", async () => {
    const { ada, bob, room } = await den();
    bob.leave();
    const state = async () => {
      const { members, next } = await ada.accepted("room:members", { room, limit: 1 });
      const rest = await ada.accepted("room:members", { room, limit: 1, after: next });
      expect(rest.next).toBeUndefined();
      return [...members, ...rest.members];
    };
    const isGone = async () => (await state()).some(({ id, state }) => id === bob.user.id && state === "offline");
    await until(isGone, "Bob to be gone");
    expect(await state()).toEqual([
      { ...ada.user, state: "online" },
      { ...bob.user, state: "offline", lastSeen: expect.any(Number) },
    ]);
  });
});

describe("people", () => {
  it("find each other by the start of a name, in whatever case", async () => {
    const ada = await come(0);
    const session = await signUp(house.replicas[1], "Quentin");
    const found = async (prefix: string) => (await ada.accepted("people:find", { prefix, limit: 9 })).people;
    expect(await found("qUEn")).toEqual([session.user]);
    expect(await found("quentin-nobody")).toEqual([]);
  });

  it("get a direct message that was sent while they were away", async () => {
    const ada = await come(0);
    const session = await signUp(house.replicas[1]);
    const { room } = await ada.accepted("direct:open", { name: session.user.name });
    await ada.say(room, "for when you come");
    const frank = await come(1, session);
    expect(frank.welcomes[0]?.rooms).toContainEqual(
      expect.objectContaining({ id: room, kind: "direct", title: ada.user.name, owner: null, unread: 1 }),
    );
    expect((await frank.accepted("room:join", { room })).messages).toMatchObject([{ text: "for when you come" }]);
  });
});
