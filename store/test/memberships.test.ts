import type { User } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, bob, codeOf, openStore, t0, textMessage } from "./support.ts";

const { client } = await openStore();

beforeEach(() => client.redis.run(commands => commands.flushall()));

const eve: User = { id: "eveeveeve", name: "Eve" };
const den = { id: "den", kind: "private", title: "The den" } as const;
const send = (user: User) => codeOf(client.log.append(textMessage(den.id, user)));

describe("a membership", () => {
  const listed = (user: User) => client.redis.run(commands => commands.smembers(client.keys.user(user.id).rooms));

  it("that is refused leaves nothing behind", async () => {
    await client.rooms.create(den, ada);
    await client.keeping.ban(den.id, bob);
    const refused = [
      client.rooms.joinThere(den.id, eve),
      client.rooms.join(den.id, eve),
      client.rooms.joinThere("nowhere", eve),
      client.rooms.create(den, eve),
      client.rooms.invite(den.id, bob),
      client.rooms.restore({ ...den, owner: ada.id }, bob),
    ];
    const codes = await Promise.all(refused.map(codeOf));
    expect(codes).toEqual(["forbidden", "forbidden", "not_found", "conflict", "forbidden", "forbidden"]);
    expect([...(await listed(eve)), ...(await listed(bob))]).toEqual([]);
  });

  it("is in the index, and read, until nothing is to be told to the room any more", async () => {
    await client.rooms.join("lounge", ada);
    await client.rooms.leave("lounge", ada);
    expect(await listed(ada)).toEqual(["lounge"]);
    await client.presence.exit("lounge", ada, t0);
    expect(await listed(ada)).toEqual([]);
    const read = await client.redis.run(commands => commands.hkeys(client.keys.user(ada.id).read));
    expect(read).toEqual([]);
  });

  it("is in the index of who left and came back", async () => {
    await client.rooms.join("lounge", ada);
    await client.rooms.leave("lounge", ada);
    await client.rooms.join("lounge", ada);
    await client.presence.exit("lounge", ada, t0);
    expect(await listed(ada)).toEqual(["lounge"]);
  });

  it("ends once, and counts once", async () => {
    await client.rooms.join("lounge", ada);
    await client.rooms.join("lounge", bob);
    expect(await client.rooms.leave("lounge", eve)).toBe(false);
    expect(await client.keeping.ban("lounge", eve)).toBe(false);
    expect([await client.rooms.leave("lounge", bob), await client.rooms.leave("lounge", bob)]).toEqual([true, false]);
    expect((await client.keeping.known(["lounge"])).get("lounge")).toMatchObject({ exits: 1 });
  });
});

describe("the owner of a private room", () => {
  const passOn = async (to: User) => client.keeping.change(await client.keeping.facts(den.id), { owner: to.id });

  it("is one of its members, whoever leaves at the same moment", async () => {
    await client.rooms.create(den, ada);
    await client.rooms.invite(den.id, bob);
    expect(await codeOf(client.rooms.leave(den.id, ada))).toBe("forbidden");
    await client.rooms.leave(den.id, bob);
    expect(await codeOf(passOn(bob))).toBe("not_found");
    expect(await client.keeping.facts(den.id)).toMatchObject({ owner: ada.id });
  });

  it("may speak, and is not banned by the last one", async () => {
    await client.rooms.create(den, ada);
    await client.rooms.invite(den.id, bob);
    const mute = () => client.keeping.mute(den.id, ada.id, bob.id, Date.now() + 60_000);
    expect(await mute()).toBe(true);
    const before = await client.keeping.facts(den.id);
    await passOn(bob);
    expect(await send(bob)).toBe("accepted");
    expect(await codeOf(mute())).toBe("forbidden");
    expect(await codeOf(client.keeping.mute(den.id, bob.id, bob.id, Date.now() + 60_000))).toBe("forbidden");
    expect(await send(bob)).toBe("accepted");
    expect(await codeOf(client.keeping.ban(den.id, bob))).toBe("forbidden");
    expect(await codeOf(client.keeping.change(before, { title: "Mine" }))).toBe("forbidden");
    expect(await client.keeping.facts(den.id)).toMatchObject({ owner: bob.id, title: den.title });
  });
});

describe("the title of a room", () => {
  it("leaves one title in the index, also where two were given at once", async () => {
    const before = await client.rooms.join("lounge", ada);
    const titles = ["Attic", "Bower", "Cellar", "Dome"];
    await Promise.all(titles.map(title => client.keeping.change(before, { title })));
    const { title } = await client.keeping.facts("lounge");
    const entries = await client.redis.run(commands => commands.zrangebylex(client.keys.roomNames, "-", "+"));
    expect(entries.map(entry => entry.split("\t")[2]).sort()).toEqual([title, "lounge"]);
  });
});
