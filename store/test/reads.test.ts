import { Reads } from "@hubbub/store";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ada, bob, codeOf, openStore, textMessage } from "./support.ts";

const { client } = await openStore();
const reads = new Reads(client.redis, client.keys);

beforeEach(async () => {
  await client.redis.run(commands => commands.flushall());
  await client.rooms.join("lounge", ada);
  await client.rooms.join("lounge", bob);
});

async function say(count: number): Promise<void> {
  for (let index = 0; index < count; index++) await client.log.append(textMessage("lounge", ada));
}

/** What a welcome says: how far bob has read, and what is unread. */
async function welcome(): Promise<[read: number, unread: number]> {
  const info = (await client.rooms.ofUser(bob.id)).find(({ id }) => id === "lounge");
  if (info === undefined) return [Number.NaN, Number.NaN];
  return [info.read.seq, info.texts - info.read.texts - info.removed];
}

describe("what is unread", () => {
  it("is what was said since somebody came in", async () => {
    await say(3);
    await client.rooms.join("hall", ada);
    await client.log.append(textMessage("hall", ada));
    await client.rooms.join("hall", bob);
    expect(await welcome()).toEqual([0, 3]);
    const hall = (await client.rooms.ofUser(bob.id)).find(({ id }) => id === "hall");
    expect(hall).toMatchObject({ texts: 1, read: { seq: 1, texts: 1 } });
  });

  it("is less by what is marked as read, which never goes back", async () => {
    await say(5);
    expect(await reads.mark("lounge", bob.id, 3)).toMatchObject({ seq: 3, unread: 2, position: { seq: 5 } });
    expect(await reads.mark("lounge", bob.id, 2)).toMatchObject({ seq: 3, unread: 2 });
    expect(await welcome()).toEqual([3, 2]);
    expect(await reads.mark("lounge", bob.id, 99)).toMatchObject({ seq: 5, unread: 0 });
  });

  it("is texts only, before the place and after it", async () => {
    await say(2);
    await client.log.append(textMessage("lounge", ada, { kind: "edit", target: 1 }));
    await client.log.append(textMessage("lounge", ada, { kind: "remove", target: 2, text: "" }));
    await say(1);
    expect(await welcome()).toEqual([0, 2]);
    expect(await reads.mark("lounge", bob.id, 1)).toMatchObject({ seq: 1, unread: 1 });
    expect(await reads.mark("lounge", bob.id, 3)).toMatchObject({ seq: 3, unread: 1 });
    expect(await reads.mark("lounge", bob.id, 5)).toMatchObject({ seq: 5, unread: 0 });
    await client.log.append(textMessage("lounge", ada, { kind: "remove", target: 1, text: "" }));
    expect(await welcome()).toEqual([5, 0]);
  });

  it("is nothing of one's own, where one had read all before it", async () => {
    const answer = () => client.log.append(textMessage("lounge", bob));
    await say(1);
    await reads.mark("lounge", bob.id, 1);
    await answer();
    await answer();
    expect(await welcome()).toEqual([3, 0]);
    expect(await reads.mark("lounge", bob.id, 1)).toMatchObject({ seq: 3, unread: 0 });
    await say(1);
    expect(await welcome()).toEqual([3, 1]);
    await answer();
    expect(await welcome()).toEqual([1, 4]);
    expect(await reads.mark("lounge", bob.id, 4)).toMatchObject({ seq: 5, unread: 0 });
  });

  it("is counted from the oldest entry where the log does not reach back to the place", async () => {
    await say(9);
    await client.redis.run(commands => commands.xtrim(client.keys.room("lounge").log, "MINID", "6-0"));
    expect(await reads.mark("lounge", bob.id, 2)).toMatchObject({ seq: 2, unread: 4 });
    expect(await reads.mark("lounge", bob.id, 7)).toMatchObject({ seq: 7, unread: 2 });
  });

  it("stays what it is at a mark in a log that was lost meanwhile", async () => {
    await say(4);
    await client.redis.run(commands => commands.del(client.keys.room("lounge").meta));
    await client.rooms.join("lounge", ada);
    await say(2);
    expect(await welcome()).toEqual([0, 2]);
    expect(await reads.mark("lounge", bob.id, 4, "another")).toMatchObject({ seq: 0, unread: 2 });
  });

  it("never goes back where a failover began an epoch in a log that went on", async () => {
    await say(5);
    await reads.mark("lounge", bob.id, 4);
    await client.redis.run(c => c.hset(client.keys.room("lounge").meta, { epoch: "next", begun: "5:5" }));
    expect(await reads.mark("lounge", bob.id, 2)).toMatchObject({ seq: 4, unread: 1, position: { epoch: "next" } });
    expect(await reads.mark("lounge", bob.id, 5, "next")).toMatchObject({ seq: 5, unread: 0 });
  });

  it("is all that was said in a lost room before the user is in it again", async () => {
    await client.redis.run(commands => commands.flushall());
    const lounge = { id: "lounge", kind: "public", title: "lounge", owner: ada.id } as const;
    await client.rooms.restore(lounge, ada);
    await say(2);
    await client.rooms.restore(lounge, bob);
    expect(await welcome()).toEqual([0, 2]);
  });

  it("is what was said right after somebody came in, however late their place is noted", async () => {
    await client.rooms.leave("lounge", bob);
    await say(1);
    await client.redis.run(async commands => {
      const enter = commands.enterRoom.bind(commands);
      vi.spyOn(commands, "enterRoom").mockImplementation(async (...all) => {
        const reply = await enter(...all);
        if (await client.rooms.isMember("lounge", bob.id)) await say(2);
        return reply;
      });
    });
    await client.rooms.join("lounge", bob);
    vi.restoreAllMocks();
    expect(await welcome()).toEqual([1, 2]);
  });

  it("is refused to who is not in the room", async () => {
    await client.rooms.join("hall", ada);
    expect(await codeOf(reads.mark("hall", bob.id, 1))).toBe("forbidden");
    expect(await codeOf(reads.mark("nowhere", bob.id, 1))).toBe("not_found");
  });
});
