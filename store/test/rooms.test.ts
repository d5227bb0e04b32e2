import { directRoomId, generalRoom, type User } from "@hubbub/protocol";
import { beforeEach, expect, it } from "vitest";
import { ada, bob, codeOf, openStore, textMessage } from "./support.ts";

const { client } = await openStore();

beforeEach(() => client.redis.run(commands => commands.flushall()));

const ids = (rooms: readonly { id: string }[]) => rooms.map(room => room.id).sort();

it("makes a public room for the first who joins, and one for all who join at once", async () => {
  const [first, second] = await Promise.all([client.rooms.join("lounge", ada), client.rooms.join("lounge", bob)]);
  expect(first).toMatchObject({ id: "lounge", kind: "public", title: "lounge", position: { seq: 0 } });
  expect(second.position).toEqual(first.position);
});

it("joins without making where it is asked to", async () => {
  expect(await codeOf(client.rooms.joinThere("lounge", ada))).toBe("not_found");
  await client.rooms.join("lounge", ada);
  expect(await client.rooms.joinThere("lounge", bob)).toMatchObject({ id: "lounge", newcomers: [bob.id] });
});

it("has everybody in general from the first look on", async () => {
  expect(ids(await client.rooms.ofUser(ada.id))).toEqual([generalRoom]);
  expect(await client.rooms.isMember(generalRoom, ada.id)).toBe(true);
});

it("has somebody in general of whom only the index says so", async () => {
  await client.redis.run(commands => commands.sadd(client.keys.user(ada.id).rooms, generalRoom));
  expect(ids(await client.rooms.ofUser(ada.id))).toEqual([generalRoom]);
  expect(await client.rooms.isMember(generalRoom, ada.id)).toBe(true);
});

it("lists the rooms of a user with their heads, until the user leaves", async () => {
  await client.rooms.join("lounge", ada);
  await client.log.append(textMessage("lounge", ada));
  const lounge = (await client.rooms.ofUser(ada.id)).find(room => room.id === "lounge");
  expect(lounge?.position.seq).toBe(1);
  await client.rooms.leave("lounge", ada);
  expect(ids(await client.rooms.ofUser(ada.id))).toEqual([generalRoom]);
  expect(await client.rooms.isMember("lounge", ada.id)).toBe(false);
});

it("opens one direct room for two, whoever asks, and each sees the other's name", async () => {
  const fromAda = await client.rooms.openDirect(ada, bob);
  const fromBob = await client.rooms.openDirect(bob, ada);
  expect(fromAda).toMatchObject({ id: directRoomId(ada.id, bob.id), kind: "direct", title: "Bob" });
  expect(fromBob).toMatchObject({ id: fromAda.id, title: "Ada", position: fromAda.position });
});

it("shows a direct room to who opened it, and to the other once they did so or something was said", async () => {
  const shown = async (user: User) => (await client.rooms.ofUser(user.id)).filter(room => !room.isUnspoken).length;
  const { id } = await client.rooms.openDirect(ada, bob);
  expect([await shown(ada), await shown(bob)]).toEqual([2, 1]);
  expect(ids(await client.directory.list(bob.id))).toEqual([generalRoom]);
  await client.rooms.openDirect(bob, ada);
  expect([await shown(ada), await shown(bob)]).toEqual([2, 2]);
  const eve = { id: "eveeveeve", name: "Eve" };
  await client.log.append(textMessage((await client.rooms.openDirect(ada, eve)).id, ada));
  expect([await shown(ada), await shown(eve), id]).toEqual([3, 2, id]);
});

it("keeps others out of a direct room", async () => {
  const { id } = await client.rooms.openDirect(ada, bob);
  const eve = { id: "eveeveeve", name: "Eve" };
  expect(await codeOf(client.rooms.join(id, eve))).toBe("forbidden");
  expect(await client.rooms.isMember(id, eve.id)).toBe(false);
  expect(ids(await client.directory.list(eve.id))).toEqual([generalRoom]);
});

it("lists public rooms to everybody and direct rooms to their two", async () => {
  await client.rooms.join("lounge", ada);
  const { id } = await client.rooms.openDirect(ada, bob);
  await client.log.append(textMessage(id, ada));
  expect(await client.directory.list(bob.id)).toEqual([
    { id, kind: "direct", title: "Ada", members: 2 },
    { id: generalRoom, kind: "public", title: generalRoom, members: 1 },
    { id: "lounge", kind: "public", title: "lounge", members: 1 },
  ]);
});

it("makes rooms again with a new epoch after Redis lost its data", async () => {
  const lounge = await client.rooms.join("lounge", ada);
  const direct = await client.rooms.openDirect(ada, bob);
  await client.redis.run(commands => commands.flushall());
  const rejoin = (user: User) => Promise.all(["lounge", direct.id].map(room => client.rooms.join(room, user)));
  await Promise.all([rejoin(ada), rejoin(bob)]);
  const rooms = new Map((await client.rooms.ofUser(ada.id)).map(room => [room.id, room]));
  expect([...rooms.keys()].sort()).toEqual([direct.id, generalRoom, "lounge"]);
  expect(rooms.get("lounge")?.position.epoch).not.toBe(lounge.position.epoch);
  expect(rooms.get(direct.id)?.title).toBe("Bob");
  expect(await codeOf(client.log.append(textMessage(direct.id, bob)))).toBe("accepted");
});

it("leaves a room as it is that somebody joins again", async () => {
  const lounge = await client.rooms.join("lounge", ada);
  await client.log.append(textMessage("lounge", ada));
  await client.rooms.join("lounge", ada);
  expect((await client.log.heads(["lounge"])).get("lounge")).toEqual({ ...lounge.position, seq: 1 });
});
