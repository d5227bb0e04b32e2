import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, bob, type Client, codeOf, connectClient, textMessage } from "./support.ts";

let server: Redis;
let clients: [Client, Client];
let client: Client;

beforeAll(async () => {
  server = await startRedis();
  clients = await Promise.all([connectClient(server.url), connectClient(server.url)]);
  [client] = clients;
});

afterAll(async () => {
  await Promise.all(clients?.map(({ redis }) => redis.close()) ?? []);
  await server?.stop();
});

beforeEach(async () => {
  await client.redis.run(commands => commands.flushall());
  await client.rooms.join("lounge", ada);
  await client.rooms.join("lounge", bob);
});

const say = async (text: string, user = ada) =>
  (await client.log.append(textMessage("lounge", user, { text }))).message;
const edit = (target: number, text = "better", fields = {}) =>
  client.log.append(textMessage("lounge", ada, { kind: "edit", target, text, ...fields }));
const remove = (target: number, fields = {}) =>
  client.log.append(textMessage("lounge", ada, { kind: "remove", target, text: "", ...fields }));

/** Everything that readers are given of the room, by every way that there is. */
async function everythingRead(): Promise<string> {
  const { position, ...newest } = await client.log.recover("lounge");
  const tails = await Promise.all(
    Array.from({ length: position.seq }, (_, seq) => client.log.recover("lounge", { ...position, seq })),
  );
  const pages = await Promise.all([
    client.log.page("lounge", Number.MAX_SAFE_INTEGER, 100),
    client.log.page("lounge", position.seq, 1),
    client.log.page("lounge", 3, 1),
  ]);
  return JSON.stringify([newest, tails, pages]);
}

describe("an edit", () => {
  it("is an entry of the log, which recovers like any other", async () => {
    await say("helo");
    const { position } = await client.log.recover("lounge");
    const { message } = await edit(1, "hello");
    expect(message).toMatchObject({ seq: 2, kind: "edit", target: 1, text: "hello", user: ada });
    expect(await clients[1].log.recover("lounge", position)).toMatchObject({ recovered: true, messages: [message] });
  });

  it("is one, however often it is sent", async () => {
    await say("helo");
    const attempts = await Promise.all(Array.from({ length: 6 }, () => edit(1, "hello", { clientMessageId: "same" })));
    expect(new Set(attempts.map(({ message }) => message.seq))).toEqual(new Set([2]));
    expect((await client.log.recover("lounge")).position.seq).toBe(2);
  });

  it("is refused where the target is not there, or no text", async () => {
    await say("helo");
    await edit(1);
    expect(await codeOf(edit(9))).toBe("not_found");
    expect(await codeOf(edit(2))).toBe("not_found");
  });

  it("is refused where the target has the seq of what the sender means, and is another message", async () => {
    const { clientMessageId } = await say("helo");
    expect(await codeOf(edit(1, "hello", { targetId: "another" }))).toBe("not_found");
    expect(await codeOf(edit(1, "hello", { targetId: clientMessageId }))).toBe("accepted");
  });

  it("is refused where the text is another's, or was removed", async () => {
    await say("from bob", bob);
    await say("from ada");
    await remove(2);
    expect(await codeOf(edit(1))).toBe("forbidden");
    expect(await codeOf(remove(1))).toBe("forbidden");
    expect(await codeOf(edit(2))).toBe("conflict");
    expect(await codeOf(remove(2))).toBe("conflict");
    expect((await client.log.recover("lounge")).position.seq).toBe(3);
  });
});

it("lets who is muted take a text back, and not change it", async () => {
  await say("one");
  await client.keeping.change(await client.keeping.facts("lounge"), { owner: bob.id });
  await client.keeping.mute("lounge", bob.id, ada.id, Date.now() + 60_000);
  expect(await codeOf(edit(1))).toBe("forbidden");
  expect(await codeOf(remove(1))).toBe("accepted");
});

describe("the words of a removed text", () => {
  it("are in no answer any more, and neither are those of its edits", async () => {
    await say("before");
    await say("SECRET first");
    await edit(2, "SECRET second");
    await say("between");
    await edit(2, "SECRET third");
    expect(await everythingRead()).toContain("SECRET");
    await remove(2);
    await say("after");
    const read = await everythingRead();
    expect(read).not.toContain("SECRET");
    for (const text of ["before", "between", "after"]) expect(read).toContain(text);
  });

  it("are not in the answer to a retry, of the text or of an edit", async () => {
    const text = textMessage("lounge", ada, { text: "SECRET" });
    const change = textMessage("lounge", ada, { kind: "edit", target: 1, text: "SECRET too" });
    await client.log.append(text);
    await client.log.append(change);
    await remove(1);
    expect(await client.log.append(text)).toMatchObject({ duplicate: true, message: { seq: 1, text: "" } });
    expect(await client.log.append(change)).toMatchObject({ duplicate: true, message: { seq: 2, text: "" } });
    const mixed = { ...change, clientMessageId: text.clientMessageId, target: 2 };
    expect(await client.log.append(mixed)).toMatchObject({ duplicate: true, message: { seq: 1, text: "" } });
  });

  it("are in none, either, where the text has left the log before an edit of it", async () => {
    await say("SECRET first");
    await edit(1, "SECRET second");
    await remove(1);
    const { log } = client.keys.room("lounge");
    await client.redis.run(commands => commands.xtrim(log, "MINID", "2-0"));
    await say("another");
    await remove(4);
    expect(await everythingRead()).not.toContain("SECRET");
  });

  it("need no memory once the removal has left the log, too", async () => {
    const { log, removed } = client.keys.room("lounge");
    await say("one");
    await remove(1);
    await client.redis.run(commands => commands.xtrim(log, "MINID", "3-0"));
    await say("three");
    await remove(3);
    expect(await client.redis.run(commands => commands.zrange(removed, "0", "-1"))).toEqual(["-3", "3"]);
  });

  it("say nothing of a room that was made again", async () => {
    await say("one");
    await remove(1);
    await client.redis.run(commands => commands.del(client.keys.room("lounge").meta));
    await client.rooms.join("lounge", ada);
    await say("anew");
    expect((await client.log.recover("lounge")).messages).toMatchObject([{ seq: 1, text: "anew" }]);
  });
});
