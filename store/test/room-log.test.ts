import { limits, systemUser } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, bob, type Client, codeOf, connectClient, t0, textMessage } from "./support.ts";

let server: Redis;
let clients: [Client, Client, Client];

beforeAll(async () => {
  server = await startRedis();
  clients = await Promise.all([connectClient(server.url), connectClient(server.url), connectClient(server.url)]);
});

afterAll(async () => {
  await Promise.all(clients?.map(client => client.redis.close()) ?? []);
  await server?.stop();
});

beforeEach(async () => {
  await clients[0].redis.run(commands => commands.flushall());
  await clients[0].rooms.join("lounge", ada);
});

const seqs = (messages: readonly { seq: number }[]) => messages.map(message => message.seq);

async function append(count: number, fields = {}): Promise<void> {
  for (let index = 0; index < count; index++) await clients[0].log.append(textMessage("lounge", ada, fields));
}

/** The age of a history in which all but the newest message is too old, in ms. */
const keepsNothing = -1_000;

describe("append", () => {
  it("counts without holes under parallel appends of three processes", async () => {
    const attempts = Array.from({ length: 60 }, (_, index) =>
      clients[(index % 3) as 0 | 1 | 2].log.append(textMessage("lounge", ada)),
    );
    const given = seqs((await Promise.all(attempts)).map(appended => appended.message)).sort((a, b) => a - b);
    expect(given).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it("makes one entry of racing retries of one message", async () => {
    const message = textMessage("lounge", ada);
    const attempts = await Promise.all(clients.flatMap(({ log }) => [log.append(message), log.append(message)]));
    expect(attempts.filter(attempt => !attempt.duplicate)).toHaveLength(1);
    expect(new Set(attempts.map(attempt => JSON.stringify(attempt.message))).size).toBe(1);
    expect((await clients[0].log.recover("lounge")).messages).toHaveLength(1);
  });

  it("answers a retry with the message of then, whatever the retry says", async () => {
    const first = await clients[0].log.append(textMessage("lounge", ada, { text: "then", clientMessageId: "same" }));
    const retry = await clients[1].log.append(
      textMessage("lounge", ada, { text: "now", clientMessageId: "same", at: t0 + 5 }),
    );
    expect(retry).toEqual({ ...first, duplicate: true });
  });

  it("takes the same clientMessageId of two users for two messages", async () => {
    await clients[0].rooms.join("lounge", bob);
    await clients[0].log.append(textMessage("lounge", ada, { clientMessageId: "same" }));
    const other = await clients[0].log.append(textMessage("lounge", bob, { clientMessageId: "same" }));
    expect(other).toMatchObject({ duplicate: false, message: { seq: 2 } });
  });

  it("answers a retry of a trimmed message with its seq, and without its words: they may have been removed", async () => {
    const client = await connectClient(server.url, { history: { ageMs: keepsNothing } });
    const old = textMessage("lounge", ada);
    await client.log.append(old);
    await client.log.append(textMessage("lounge", ada));
    expect(await client.log.append(old)).toMatchObject({
      duplicate: true,
      isTrimmed: true,
      message: { seq: 1, text: "" },
    });
    await client.redis.close();
  });

  it("refuses a room that does not exist, and somebody who is not in it", async () => {
    expect(await codeOf(clients[0].log.append(textMessage("nowhere", ada)))).toBe("not_found");
    expect(await codeOf(clients[0].log.append(textMessage("lounge", bob)))).toBe("forbidden");
  });

  it("takes the system's messages without membership, and only where there is a room", async () => {
    expect(await codeOf(clients[0].log.append(textMessage("lounge", systemUser)))).toBe("accepted");
    expect(await codeOf(clients[0].log.append(textMessage("nowhere", systemUser)))).toBe("not_found");
  });

  it("keeps every character of a text", async () => {
    const text = 'naïve 👩‍👩‍👧 \u0000 "quoted" \n 漢字';
    const { message } = await clients[0].log.append(textMessage("lounge", ada, { text }));
    expect((await clients[1].log.recover("lounge")).messages).toEqual([message]);
    expect(message.text).toBe(text);
  });
});

describe("the bound of the history", () => {
  it("drops the oldest by length, and never the newest", async () => {
    const client = await connectClient(server.url, { history: { length: 10 } });
    for (let index = 0; index < 250; index++) await client.log.append(textMessage("lounge", ada));
    const { messages, more } = await client.log.page("lounge", 251, 200);
    expect(messages.length).toBeGreaterThanOrEqual(10);
    expect(messages.length).toBeLessThan(200);
    expect(messages.at(-1)?.seq).toBe(250);
    expect(more).toBe(false);
    await client.redis.close();
  });

  it("drops what is too old, a bounded number at an append", async () => {
    const client = await connectClient(server.url, { history: { ageMs: keepsNothing } });
    await append(40);
    const kept = async () => (await client.log.page("lounge", 100, 100)).messages.length;
    await client.log.append(textMessage("lounge", ada));
    expect(await kept()).toBeGreaterThan(20);
    await client.log.append(textMessage("lounge", ada));
    await client.log.append(textMessage("lounge", ada));
    expect(await kept()).toBe(1);
    await client.redis.close();
  });

  it("keeps what is young, also where the clock of a replica is years ahead", async () => {
    const [{ log }] = clients;
    await log.append(textMessage("lounge", ada));
    await log.append(textMessage("lounge", ada, { at: t0 * 2 }));
    expect((await log.page("lounge", 100, 100)).messages).toHaveLength(2);
  });
});

describe("recover", () => {
  it("gives exactly what came after the position", async () => {
    await append(120);
    const { position } = await clients[0].log.recover("lounge");
    const recovery = await clients[1].log.recover("lounge", { ...position, seq: 17 });
    expect(recovery).toMatchObject({ position, recovered: true, more: true });
    expect(seqs(recovery.messages)).toEqual(Array.from({ length: 103 }, (_, index) => index + 18));
  });

  it("reads once what a crowd at one place missed, and again once the room has changed", async () => {
    await append(3);
    const [{ log }] = clients;
    const { position } = await log.recover("lounge");
    const missed = () => log.recover("lounge", { ...position, seq: 1 });
    const first = await missed();
    expect(await missed()).toBe(first);
    await append(1);
    expect(seqs((await missed()).messages)).toEqual([2, 3, 4]);
    await log.append(textMessage("lounge", ada, { kind: "remove", text: "", target: 2 }));
    expect((await missed()).messages[0]).toMatchObject({ seq: 2, text: "" });
    await clients[0].redis.run(commands => commands.flushall());
    await clients[0].rooms.join("lounge", ada);
    await append(3);
    expect(await missed()).toMatchObject({ recovered: false, texts: 3 });
  });

  it("gives nothing where nothing was missed", async () => {
    await append(3);
    const { position } = await clients[0].log.recover("lounge");
    expect(await clients[0].log.recover("lounge", position)).toEqual({
      position,
      recovered: true,
      messages: [],
      more: true,
      texts: 3,
    });
  });

  it("gives the newest page without a position", async () => {
    await append(limits.pageLength + 5);
    const recovery = await clients[0].log.recover("lounge");
    expect(recovery).toMatchObject({ recovered: false, more: true });
    expect(recovery.messages).toHaveLength(limits.pageLength);
    expect(recovery.messages.at(-1)?.seq).toBe(recovery.position.seq);
  });

  it("says that there is no more before the first message", async () => {
    await append(3);
    expect(await clients[0].log.recover("lounge")).toMatchObject({ more: false, position: { seq: 3 } });
  });

  it("gives an empty page of an empty room, and recovers from before its first message", async () => {
    const empty = await clients[0].log.recover("lounge");
    expect(empty).toMatchObject({ recovered: false, messages: [], more: false, position: { seq: 0 } });
    await append(2);
    expect(await clients[0].log.recover("lounge", empty.position)).toMatchObject({ recovered: true, more: false });
  });

  it("starts anew where the log no longer reaches back to the position, and not one message before", async () => {
    await append(5);
    const { position } = await clients[0].log.recover("lounge");
    await clients[0].redis.run(commands => commands.xtrim(clients[0].keys.room("lounge").log, "MINID", "3-0"));
    const at = async (seq: number) => clients[0].log.recover("lounge", { ...position, seq });
    expect(await at(1)).toMatchObject({ recovered: false, more: false });
    expect(seqs((await at(1)).messages)).toEqual([3, 4, 5]);
    expect(await at(2)).toMatchObject({ recovered: true, more: false });
    expect(seqs((await at(2)).messages)).toEqual([3, 4, 5]);
  });

  it("starts anew with a position of the future", async () => {
    await append(2);
    const { position } = await clients[0].log.recover("lounge");
    expect(await clients[0].log.recover("lounge", { ...position, seq: 3 })).toMatchObject({ recovered: false });
  });

  it("starts anew when Redis lost its data and the room was made again", async () => {
    await append(4);
    const { position } = await clients[0].log.recover("lounge");
    await clients[0].redis.run(commands => commands.flushall());
    expect(await codeOf(clients[0].log.recover("lounge", position))).toBe("not_found");
    await clients[1].rooms.join("lounge", ada);
    await append(5);
    const recovery = await clients[0].log.recover("lounge", position);
    expect(recovery.recovered).toBe(false);
    expect(recovery.position.epoch).not.toBe(position.epoch);
    expect(seqs(recovery.messages)).toEqual([1, 2, 3, 4, 5]);
  });

  it("does not take what an earlier epoch sent for a retry", async () => {
    const message = textMessage("lounge", ada);
    await clients[0].log.append(message);
    await clients[0].redis.run(commands => commands.del(clients[0].keys.room("lounge").meta));
    await clients[0].rooms.join("lounge", ada);
    expect(await clients[0].log.append(message)).toMatchObject({ duplicate: false, message: { seq: 1 } });
    expect((await clients[0].log.recover("lounge")).messages).toHaveLength(1);
  });
});

describe("page and heads", () => {
  it("walks back to the first message", async () => {
    await append(25);
    const newest = await clients[0].log.page("lounge", 26, 10);
    expect([newest.messages[0]?.seq, newest.messages.at(-1)?.seq, newest.more]).toEqual([16, 25, true]);
    const oldest = await clients[0].log.page("lounge", 6, 10);
    expect([seqs(oldest.messages), oldest.more]).toEqual([[1, 2, 3, 4, 5], false]);
    expect(await clients[0].log.page("lounge", 1, 10)).toEqual({ messages: [], more: false });
    expect(await clients[0].log.page("lounge", Number.MAX_SAFE_INTEGER, 1)).toMatchObject({ more: true });
  });

  it("gives the heads of the rooms that exist", async () => {
    await append(3);
    const heads = await clients[0].log.heads(["lounge", "nowhere"]);
    expect([...heads.keys()]).toEqual(["lounge"]);
    expect(heads.get("lounge")).toEqual((await clients[0].log.recover("lounge")).position);
  });
});
