import { generalRoom, type User } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, codeOf, openStore, t0, textMessage } from "./support.ts";

const { client } = await openStore();

beforeEach(() => client.redis.run(commands => commands.flushall()));

const eve: User = { id: "eveeveeve", name: "Eve" };
const den = { id: "den", kind: "private", title: "The den" } as const;
const send = (user: User, room: string = den.id) => codeOf(client.log.append(textMessage(room, user)));
const idsOf = (rooms: readonly { id: string }[]) => rooms.map(({ id }) => id);

describe("a private room", () => {
  it("is made for its owner alone, and only once", async () => {
    expect(await client.rooms.create(den, ada)).toMatchObject({ ...den, owner: ada.id, newcomers: [ada.id] });
    expect(await codeOf(client.rooms.create(den, bob))).toBe("conflict");
    expect(await client.rooms.ofThese([den.id], bob.id)).toEqual([]);
  });

  it("lets in who was invited, and nobody else", async () => {
    await client.rooms.create(den, ada);
    expect(await codeOf(client.rooms.joinThere(den.id, bob))).toBe("forbidden");
    expect(await codeOf(client.rooms.join(den.id, bob))).toBe("forbidden");
    expect(await send(bob)).toBe("forbidden");
    expect(await client.rooms.invite(den.id, bob)).toMatchObject({ ...den, owner: ada.id, newcomers: [bob.id] });
    expect(await client.rooms.invite(den.id, bob)).toMatchObject({ newcomers: [] });
    expect(await client.rooms.join(den.id, bob)).toMatchObject({ newcomers: [] });
    expect(await send(bob)).toBe("accepted");
  });

  it("is seen in no list but those of its members", async () => {
    await client.rooms.create(den, ada);
    await client.rooms.join(den.id, ada);
    await client.redis.run(commands => commands.sadd(client.keys.user(eve.id).rooms, den.id));
    expect(idsOf(await client.directory.list(ada.id))).toContain(den.id);
    expect(idsOf(await client.directory.find("the", ada.id, 9))).toEqual([den.id]);
    expect(idsOf(await client.directory.list(eve.id))).toEqual([generalRoom]);
    expect(await client.directory.find("the", eve.id, 9)).toEqual([]);
  });

  it("ends with its last member, and its id is free again", async () => {
    await client.rooms.create(den, ada);
    await client.rooms.invite(den.id, bob);
    await send(ada);
    await client.rooms.leave(den.id, bob);
    expect(await send(ada)).toBe("accepted");
    await client.rooms.leave(den.id, ada);
    expect(await codeOf(client.keeping.facts(den.id))).toBe("not_found");
    expect(await client.rooms.create(den, eve)).toMatchObject({ owner: eve.id, position: { seq: 0 } });
    expect(idsOf((await client.members.page(den.id, undefined, 9)).members)).toEqual([eve.id]);
  });

  it("leaves nothing to the next one of its id", async () => {
    await client.rooms.create(den, ada);
    await client.rooms.leave(den.id, ada);
    expect(await codeOf(client.keeping.mute(den.id, ada.id, bob.id, Date.now() + 60_000))).toBe("forbidden");
    expect(await codeOf(client.keeping.ban(den.id, eve))).toBe("forbidden");
    await client.rooms.join(den.id, bob);
    expect(await send(bob)).toBe("accepted");
    expect(await codeOf(client.rooms.join(den.id, eve))).toBe("accepted");
  });

  it("is nowhere to be invited to when it is not there", async () => {
    expect(await codeOf(client.rooms.invite("nowhere", bob))).toBe("not_found");
  });
});

describe("a room that Redis has lost", () => {
  it("is made again as it was, even where somebody was faster and took its id", async () => {
    await client.rooms.create(den, ada);
    const known = await client.keeping.facts(den.id);
    await client.redis.run(commands => commands.flushall());
    const taken = await client.rooms.join(den.id, eve);
    await client.keeping.ban(den.id, ada);
    await client.log.append(textMessage(den.id, eve));
    await client.rooms.restore(known, bob);
    await client.rooms.restore(known, ada);
    expect(await client.rooms.ofThese([den.id], eve.id)).toEqual([]);
    expect(idsOf((await client.members.page(den.id, undefined, 9)).members)).toEqual([ada.id, bob.id]);
    const [{ position } = taken] = await client.rooms.ofThese([den.id], ada.id);
    expect(position).toEqual({ epoch: expect.not.stringMatching(taken.position.epoch), seq: 0 });
    expect((await client.rooms.ofThese([den.id], bob.id))[0]).toMatchObject({ ...den, owner: ada.id });
    expect(await codeOf(client.rooms.join(den.id, { id: "stranger0", name: "Stranger" }))).toBe("forbidden");
  });

  it("stays as it is where it was there all the time", async () => {
    const lounge = await client.rooms.join("lounge", ada);
    await client.rooms.restore({ ...lounge, title: "Attic", owner: bob.id }, bob);
    expect(await client.keeping.facts("lounge")).toMatchObject({ title: "lounge", owner: ada.id });
    expect(await client.rooms.isMember("lounge", bob.id)).toBe(true);
  });
});

describe("a room", () => {
  it("counts who left it or was shown out", async () => {
    const { position } = await client.rooms.join("lounge", ada);
    for (const user of [bob, eve]) await client.rooms.join("lounge", user);
    await client.rooms.leave("lounge", bob);
    await client.keeping.ban("lounge", eve);
    const known = await client.keeping.known(["lounge", "nowhere"]);
    expect([...known.values()]).toMatchObject([{ id: "lounge", exits: 2, epoch: position.epoch }]);
  });
});

describe("who is banned", () => {
  it("is a member no more, and does not get in, invited or not", async () => {
    await client.rooms.join("lounge", ada);
    await client.rooms.join("lounge", bob);
    await client.keeping.ban("lounge", bob);
    expect(await send(bob, "lounge")).toBe("forbidden");
    expect(await codeOf(client.rooms.join("lounge", bob))).toBe("forbidden");
    expect(await codeOf(client.rooms.invite("lounge", bob))).toBe("forbidden");
    expect(await client.keeping.banned("lounge")).toEqual([bob]);
  });

  it("gets in again when that is over", async () => {
    await client.rooms.join("lounge", ada);
    await client.keeping.ban("lounge", bob);
    await client.keeping.unban("lounge", bob.id);
    expect(await codeOf(client.rooms.join("lounge", bob))).toBe("accepted");
  });
});

describe("who is muted", () => {
  const mute = (until: number) => client.keeping.mute("lounge", bob.id, ada.id, until);

  beforeEach(async () => {
    await client.rooms.join("lounge", bob);
    await client.rooms.join("lounge", ada);
  });

  it("is refused until then, and is told how long that is", async () => {
    const until = Date.now() + 60_000;
    await mute(until);
    const refusal = client.log.append(textMessage("lounge", ada));
    await expect(refusal).rejects.toMatchObject({ code: "forbidden", retryAfterMs: expect.any(Number) });
    expect((await client.rooms.ofThese(["lounge"], ada.id))[0]).toMatchObject({ muted: until });
    expect(await client.keeping.mutedUntil("lounge", ada.id)).toBe(until);
    expect(await client.keeping.mutedUntil("lounge", bob.id)).toBe(0);
  });

  it("speaks again afterwards, or when that was ended before", async () => {
    await mute(t0 - 1e12);
    expect(await send(ada, "lounge")).toBe("accepted");
    expect((await client.rooms.ofThese(["lounge"], ada.id))[0]).not.toHaveProperty("muted");
    await mute(Date.now() + 60_000);
    await mute(0);
    expect(await send(ada, "lounge")).toBe("accepted");
    expect((await client.rooms.ofThese(["lounge"], ada.id))[0]).not.toHaveProperty("muted");
  });

  it("gets the answer to a message that is in the log already", async () => {
    const message = textMessage("lounge", ada);
    await client.log.append(message);
    await mute(Date.now() + 60_000);
    expect(await client.log.append(message)).toMatchObject({ duplicate: true });
  });
});

it("is found also by who is in many rooms of such a name, before these", async () => {
  for (const id of ["tea-1", "tea-2", "tea-3"]) await client.rooms.join(id, ada);
  await client.rooms.join("tea-9", bob);
  expect(idsOf(await client.directory.find("tea", ada.id, 2))).toEqual(["tea-9", "tea-1"]);
});

describe("a change of a room", () => {
  it("moves it in the index of names", async () => {
    await client.rooms.join("lounge", ada);
    await client.rooms.join("lounge", bob);
    const before = await client.keeping.facts("lounge");
    await client.keeping.change(before, { title: "Ölkeller", owner: bob.id });
    expect(await client.keeping.facts("lounge")).toEqual({ ...before, title: "Ölkeller", owner: bob.id });
    for (const prefix of ["ölk", "ÖL", "lou"]) {
      expect(idsOf(await client.directory.find(prefix, eve.id, 9))).toEqual(["lounge"]);
    }
    await client.keeping.change(await client.keeping.facts("lounge"), { title: "Attic" });
    expect(await client.directory.find("öl", eve.id, 9)).toEqual([]);
    expect(await client.directory.find("attic", eve.id, 9)).toHaveLength(1);
  });
});

describe("the members of a room", () => {
  it("are listed by name, a page at a time", async () => {
    const names = ["bea", "Ada", "Ödön", "cleo", "Zoe"];
    const users = names.map((name, n) => ({ id: `member00${n}`, name }));
    for (const user of users) await client.rooms.join("lounge", user);
    const first = await client.members.page("lounge", undefined, 3);
    const second = await client.members.page("lounge", first.next, 3);
    expect(first.members.map(({ name }) => name)).toEqual(["Ada", "bea", "cleo"]);
    expect(second.members.map(({ name }) => name)).toEqual(["Zoe", "Ödön"]);
    expect(second.next).toBeUndefined();
    expect(first.members[0]).toEqual({ id: "member001", name: "Ada" });
  });

  it("know those who are in general because everybody is", async () => {
    await client.accounts.create({ user: ada, passwordHash: "x" });
    await client.rooms.ofUser(ada.id);
    expect((await client.members.page(generalRoom, undefined, 9)).members).toMatchObject([ada]);
  });
});

describe("people", () => {
  it("are found by the beginning of their names, in whatever case", async () => {
    const people = ["Ada", "adam", "ADELE", "bob"].map((name, n) => ({ id: `person00${n}`, name }));
    for (const user of people) await client.accounts.create({ user, passwordHash: "x" });
    const found = async (prefix: string, limit = 9) =>
      (await client.accounts.find(prefix, limit)).map(({ name }) => name);
    expect(await found("AD")).toEqual(["Ada", "adam", "ADELE"]);
    expect(await found("ada")).toEqual(["Ada", "adam"]);
    expect(await found("ａｄ", 1)).toEqual(["Ada"]);
    expect(await found("x")).toEqual([]);
  });

  it("are found once where two wanted the same name", async () => {
    await client.accounts.create({ user: ada, passwordHash: "x" });
    expect(await client.accounts.create({ user: { id: "another00", name: "ada" }, passwordHash: "y" })).toBe(false);
    expect(await client.accounts.find("ad", 9)).toEqual([ada]);
  });
});
