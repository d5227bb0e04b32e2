import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

let house: House;
const present: Person[] = [];
let rooms = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => {
  for (const person of present.splice(0)) person.leave();
});
afterAll(() => house?.stop());

const come = async (replica: 0 | 1, session?: Person["session"]) => {
  const person = await Person.connect(house.replicas[replica], session);
  present.push(person);
  return person;
};

/** Two people in a room of their own, on two replicas. */
async function meet(): Promise<[ada: Person, bob: Person, room: string]> {
  rooms += 1;
  const room = `room-${rooms}`;
  const people = [await come(0), await come(1)] as const;
  for (const person of people) await person.accepted("room:join", { room });
  return [...people, room];
}

const codeOf = (ack: { ok: true } | { ok: false; error: { code: string } }) => (ack.ok ? "accepted" : ack.error.code);

describe("a message that is changed", () => {
  it("is changed for everybody, on whatever replica, and for who comes back later", async () => {
    const [ada, bob, room] = await meet();
    const { seq } = await ada.say(room, "helo");
    const { position } = await bob.accepted("room:join", { room });
    const edit = { room, target: seq, text: "hello", clientMessageId: "edit" };
    const { message } = await ada.accepted("message:edit", edit);
    expect(message).toMatchObject({ seq: seq + 1, kind: "edit", target: seq, text: "hello", user: ada.user });
    await until(() => bob.batches(room).some(({ kind }) => kind === "edit"), "Bob to hear of the edit");
    expect(bob.batches(room)).toContainEqual(message);
    const back = await bob.accepted("rooms:recover", { positions: { [room]: position } });
    expect(back.rooms[room]).toMatchObject({ recovered: true, messages: [message] });
  });

  it("is changed once, however often and through whatever replica it is asked for", async () => {
    const [ada, bob, room] = await meet();
    const { seq } = await ada.say(room, "helo");
    const other = await come(1, ada.session);
    const edit = { room, target: seq, text: "hello", clientMessageId: "edit" };
    const answers = await Promise.all([ada, other, ada, other].map(device => device.accepted("message:edit", edit)));
    expect(new Set(answers.map(({ message }) => message.seq)).size).toBe(1);
    expect((await bob.accepted("room:join", { room })).position.seq).toBe(seq + 1);
  });

  it("has to be there, one's own, and not removed", async () => {
    const [ada, bob, room] = await meet();
    const { seq } = await ada.say(room, "mine");
    const change = (person: Person, target: number) =>
      person.ask("message:edit", { room, target, text: "changed", clientMessageId: person.newId() });
    expect(codeOf(await change(bob, seq))).toBe("forbidden");
    expect(codeOf(await change(ada, seq + 1))).toBe("not_found");
    await ada.accepted("message:remove", { room, target: seq, clientMessageId: "gone" });
    expect(codeOf(await change(ada, seq))).toBe("conflict");
  });

  it("gives its words away to nobody any more once it is removed", async () => {
    const [ada, bob, room] = await meet();
    const words = { room, text: "SECRET", clientMessageId: "said" };
    const { position } = await bob.accepted("room:join", { room });
    const { message } = await ada.accepted("message:send", words);
    const edit = { room, target: message.seq, text: "SECRET too", clientMessageId: "edited" };
    await ada.accepted("message:edit", edit);
    await ada.accepted("message:remove", { room, target: message.seq, clientMessageId: "removed" });
    const newcomer = await come(1);
    const answers = [
      await newcomer.accepted("room:join", { room }),
      await newcomer.accepted("room:history", { room, before: message.seq + 2, limit: 2 }),
      await newcomer.accepted("room:history", { room, before: message.seq + 1, limit: 1 }),
      await bob.accepted("rooms:recover", { positions: { [room]: position } }),
      await ada.accepted("message:send", words),
      await ada.accepted("message:edit", edit),
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain("SECRET");
    await until(() => newcomer.batches(room).length === 2, "the newcomer to hear both retries");
    expect(JSON.stringify(newcomer.batches(room))).not.toContain("SECRET");
  });
});

describe("what is unread", () => {
  const welcomed = (person: Person, room: string) => {
    const { read, unread } = person.welcomes.at(-1)?.rooms.find(({ id }) => id === room) ?? {};
    return { read, unread };
  };

  it("is the same on every device and every replica, and still after a reconnect", async () => {
    const [ada, bob, room] = await meet();
    const phone = await come(0, bob.session);
    for (const text of ["one", "two", "three"]) await ada.say(room, text);
    const mark = await phone.accepted("read:mark", { room, seq: 2 });
    expect(mark).toMatchObject({ seq: 2, unread: 1, position: { seq: 3 } });
    await until(() => bob.told("read:change").length > 0, "the other device to hear of it");
    expect(bob.told("read:change")).toEqual([{ room, seq: 2, unread: 1, position: mark.position }]);
    expect(welcomed(await come(0, bob.session), room)).toEqual({ read: 2, unread: 1 });
    expect(welcomed(await come(1, bob.session), room)).toEqual({ read: 2, unread: 1 });
    expect(await bob.accepted("room:join", { room })).toMatchObject({ read: 2, unread: 1 });
  });

  it("never grows by a mark that comes late", async () => {
    const [ada, bob, room] = await meet();
    for (const text of ["one", "two", "three"]) await ada.say(room, text);
    await bob.accepted("read:mark", { room, seq: 3 });
    expect(await bob.accepted("read:mark", { room, seq: 1 })).toMatchObject({ seq: 3, unread: 0 });
    expect(await bob.accepted("read:mark", { room, seq: 1, epoch: "lost" })).toMatchObject({ seq: 3, unread: 0 });
  });

  it("is nothing for who has just come, and everything in a conversation that somebody else began", async () => {
    const [ada, bob, room] = await meet();
    await ada.say(room, "before");
    const newcomer = await come(1);
    expect(await newcomer.accepted("room:join", { room })).toMatchObject({ read: 1, unread: 0 });
    bob.leave();
    const { room: direct } = await ada.accepted("direct:open", { user: bob.user.id });
    for (const text of ["are you there?", "call me"]) await ada.say(direct, text);
    expect(welcomed(await come(0, bob.session), direct)).toEqual({ read: 0, unread: 2 });
  });

  it("is refused to who is not in the room", async () => {
    const [, , room] = await meet();
    const stranger = await come(0);
    expect(codeOf(await stranger.ask("read:mark", { room, seq: 1 }))).toBe("forbidden");
    expect(codeOf(await stranger.ask("typing:set", { room, typing: true }))).toBe("forbidden");
  });
});

it("tells who types to the others in the room, on whatever replica", async () => {
  const [ada, bob, room] = await meet();
  for (const typing of [true, false]) await ada.accepted("typing:set", { room, typing });
  await until(() => bob.told("typing:change").length === 2, "Bob to see Ada type and stop");
  expect(bob.told("typing:change")).toEqual([true, false].map(typing => ({ room, user: ada.user, typing })));
});
