import { type Redis, type RestorableRedis, startRedis, startRestorableRedis } from "@hubbub/stack";
import { Epochs, Replicas } from "@hubbub/store";
import { afterEach, describe, expect, it } from "vitest";
import { ada, type Client, connectClient, textMessage } from "./support.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function clientOf(server: Redis): Promise<Client> {
  stops.push(() => server.stop());
  const client = await connectClient(server.url);
  stops.push(() => client.redis.close());
  await client.rooms.join("den", ada);
  return client;
}

const say = ({ log }: Client) => log.append(textMessage("den", ada));

describe("a server that is started again", () => {
  const epochsAround = async (client: Client, restart: () => Promise<void>) => {
    const before = await say(client);
    const isAway = new Promise<void>(resolve => client.redis.on("down", resolve));
    await restart();
    await isAway;
    await client.redis.whenReady();
    const after = await say(client);
    expect(after.message.seq).toBe(before.message.seq + 1);
    return [before.epoch, after.epoch];
  };

  it("goes on with the epoch where it syncs each command to its disk", async () => {
    const server = await startRedis({ aof: true });
    const client = await clientOf(server);
    const [before, after] = await epochsAround(client, () => server.restart());
    expect(after).toBe(before);
  });

  it("begins another where it does so once a second", async () => {
    const server = await startRedis({ aof: true, fsync: "everysec" });
    const client = await clientOf(server);
    const [before, after] = await epochsAround(client, () => server.restart());
    expect(after).not.toBe(before);
  });
});

describe("a backup that was restored", () => {
  let server: RestorableRedis;
  let client: Client;

  /** Three messages are in it, and three came after it. Resolves with the place that people were told last. */
  async function restored() {
    server = await startRestorableRedis();
    client = await clientOf(server);
    const others = new Replicas(client.redis, client.keys, client.presence, { replica: "r2", leaseMs: 10_000 });
    const beatAll = () => Promise.all([client.replicas, others].map(each => each.beat()));
    for (let n = 0; n < 3; n += 1) await say(client);
    await server.backUp();
    await beatAll();
    for (let n = 0; n < 2; n += 1) await say(client);
    const { message, epoch } = await say(client);
    const isAway = new Promise<void>(resolve => client.redis.on("down", resolve));
    await server.restore();
    await isAway;
    await client.redis.whenReady();
    return { told: { epoch, seq: message.seq }, beatAll };
  }

  it("is noticed by each replica that was there, once", async () => {
    const { beatAll } = await restored();
    expect(await beatAll()).toEqual(["wiped", "wiped"]);
    expect(await beatAll()).toEqual(["held", "held"]);
  });

  it("has its epochs ended, so that nobody who was ahead of it takes new messages for those they know", async () => {
    const { told } = await restored();
    const epochs = new Epochs(client.redis, client.keys);
    expect(await epochs.endForeign()).toBe(1);
    expect(await epochs.endForeign()).toBe(0);
    for (let n = 0; n < 5; n += 1) await say(client);
    const recovery = await client.log.recover("den", told);
    expect(recovery.recovered).toBe(false);
    expect(recovery.position).toMatchObject({ seq: 8 });
    expect(recovery.position.epoch).not.toBe(told.epoch);
    expect(recovery.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("has them ended by whoever restored it, of all rooms and on any server, and all replicas take notice", async () => {
    server = await startRestorableRedis();
    client = await clientOf(server);
    await client.replicas.beat();
    const { epoch } = await say(client);
    expect(await new Epochs(client.redis, client.keys).endAll()).toBe(1);
    expect((await say(client)).epoch).not.toBe(epoch);
    expect(await client.replicas.beat()).toBe("wiped");
    expect(await client.replicas.beat()).toBe("held");
  });
});
