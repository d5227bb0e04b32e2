import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { freePort, type Redis, startRedis } from "@hubbub/stack";
import { createAdapter } from "@socket.io/redis-adapter";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectRedis } from "../src/redis.ts";
import { ada, type Client, codeOf, connectClient, textMessage } from "./support.ts";

let server: Redis;
let client: Client;

beforeEach(async () => {
  server = await startRedis({ aof: true });
  client = await connectClient(server.url);
  await client.rooms.join("lounge", ada);
});

afterEach(async () => {
  await client.redis.close();
  await server.stop();
});

const send = () => client.log.append(textMessage("lounge", ada));

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

describe("while Redis is away", () => {
  it("fails what is sent, at once, and works within two seconds of its return", async () => {
    await send();
    const lost = new Promise<void>(resolve => client.redis.on("down", resolve));
    await server.kill();
    await lost;
    expect(client.redis.ready).toBe(false);
    expect(await timed(async () => expect(await codeOf(send())).toBe("unavailable"))).toBeLessThan(500);
    await server.start();
    expect(await timed(() => client.redis.whenReady())).toBeLessThan(2_000);
    expect((await send()).message.seq).toBe(2);
  });

  it("fails what is under way when it dies", async () => {
    const attempts = Array.from({ length: 200 }, () => codeOf(send()));
    await server.kill();
    const codes = new Set(await Promise.all(attempts));
    codes.delete("accepted");
    codes.delete("unavailable");
    expect([...codes]).toEqual([]);
  });

  it("loses nothing that it accepted, and gives no seq twice", async () => {
    const accepted: number[] = [];
    const sending = Array.from({ length: 300 }, () =>
      send().then(
        ({ message }) => accepted.push(message.seq),
        () => 0,
      ),
    );
    await sending[0];
    await server.kill();
    await Promise.all(sending);
    await server.start();
    await client.redis.whenReady();
    const kept = (await client.log.page("lounge", 1_000, 1_000)).messages.map(message => message.seq);
    expect(kept).toEqual(kept.map((_, index) => index + 1));
    expect(accepted.filter(seq => !kept.includes(seq))).toEqual([]);
  });

  it("gives up within five seconds when it is there and silent, and goes on when it speaks again", async () => {
    server.pause();
    try {
      expect(await timed(async () => expect(await codeOf(send())).toBe("unavailable"))).toBeLessThan(5_000);
    } finally {
      server.resume();
    }
    await client.redis.whenReady();
    expect(await codeOf(send())).toBe("accepted");
  });

  it("waits for one that is not there at the start", async () => {
    const port = await freePort();
    const early = connectRedis({ REDIS_URL: `redis://127.0.0.1:${port}` });
    expect(await codeOf(early.run(commands => commands.ping()))).toBe("unavailable");
    const late = await startRedis({ port });
    expect(await timed(() => early.whenReady())).toBeLessThan(2_000);
    expect(await early.run(commands => commands.ping())).toBe("PONG");
    await early.close();
    await late.stop();
  });

  it("says so, also where what listens there hangs up without a word", async () => {
    const silent = createServer(socket => socket.end()).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const { promise: told, resolve } = Promise.withResolvers<string>();
    const logger = { info: () => {}, warn: (_: object, message: string) => resolve(message) };
    const early = connectRedis({ REDIS_URL: `redis://127.0.0.1:${port}` }, { logger });
    expect(await told).toMatch(/Redis is away/);
    await early.close();
    silent.close();
  });

  it("ends without waiting for it", async () => {
    await server.kill();
    expect(await timed(() => client.redis.close())).toBeLessThan(1_000);
  });

  it("ends without waiting for one that is there and silent", async () => {
    server.pause();
    try {
      expect(await timed(() => client.redis.close())).toBeLessThan(1_000);
    } finally {
      server.resume();
    }
  });
});

it("finds its scripts again when Redis forgot them", async () => {
  await send();
  await client.redis.run(commands => commands.script("FLUSH"));
  expect(await codeOf(send())).toBe("accepted");
});

describe("the connections of the Socket.IO adapter", () => {
  /** The adapter as socket.io makes it, without the rest of socket.io: only its subscriptions matter here. */
  const adapt = () => {
    const [publisher, subscriber] = [client.redis.duplicate(), client.redis.duplicate()];
    const namespace = { name: "/", server: { encoder: {} }, sockets: new Map(), adapter: null };
    createAdapter(publisher, subscriber, { key: client.keys.channels })(namespace);
    return { publisher, subscriber };
  };

  it("hear again after a restart, once everything is up", async () => {
    const { publisher, subscriber } = adapt();
    await client.redis.whenReady();
    await server.kill();
    await publisher.publish("unheard", "the promise is dropped by the adapter").catch(() => 0);
    await server.start();
    await client.redis.whenReady();
    const heard = once(subscriber, "pmessageBuffer");
    await publisher.publish(`${client.keys.channels}#/#lounge#`, Buffer.from([0x93, 0xa1, 0x61, 0xc0, 0xc0]));
    expect((await heard)[2]).toEqual(Buffer.from([0x93, 0xa1, 0x61, 0xc0, 0xc0]));
  });

  it("hear what was subscribed to while Redis was away", async () => {
    await server.kill();
    const { publisher, subscriber } = adapt();
    await server.start();
    await client.redis.whenReady();
    const heard = once(subscriber, "messageBuffer");
    await publisher.publish(`${client.keys.channels}-request#/#`, "{}");
    expect(String((await heard)[1])).toBe("{}");
  });

  it("do not end the process when a dropped promise fails", async () => {
    const { publisher } = adapt();
    await client.redis.whenReady();
    const lost = new Promise<void>(resolve => client.redis.on("down", resolve));
    await server.kill();
    await lost;
    const unhandled: unknown[] = [];
    const note = (fault: unknown) => unhandled.push(fault);
    process.on("unhandledRejection", note);
    void publisher.publish("a", "b");
    void publisher.publish("a", "c");
    await new Promise(setImmediate);
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("say when they hear a channel of the sharded adapter", async () => {
    const [publisher, subscriber] = [client.redis.duplicate(), client.redis.duplicate()];
    await client.redis.whenReady();
    server.pause();
    let effective = false;
    void subscriber.ssubscribe("lounge");
    const hears = subscriber.hears(["lounge"]).then(() => {
      effective = true;
    });
    await new Promise(setImmediate);
    expect(effective).toBe(false);
    server.resume();
    await hears;
    expect(await publisher.spublish("lounge", "hello")).toBe(1);
  });
});
