import { generalRoom, type User } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, bob, type Client, connectClient, t0 } from "./support.ts";

/** When those were last seen whom a sweep takes out. */
const later = t0 + 1;

let server: Redis;
let doomed: Client;
let survivors: [Client, Client];

beforeAll(async () => {
  server = await startRedis();
  const connect = (replica: string) => connectClient(server.url, { replica });
  [doomed, ...survivors] = await Promise.all([connect("doomed"), connect("r1"), connect("r2")]);
});

afterAll(async () => {
  await Promise.all([doomed, ...(survivors ?? [])].map(client => client?.redis.close()));
  await server?.stop();
});

beforeEach(async () => {
  await doomed.redis.run(commands => commands.flushall());
  await Promise.all([ada, bob].map(user => doomed.rooms.ofUser(user.id)));
  await doomed.replicas.beat();
});

const connection = (id: string, user: User) => ({ id, user, since: t0 });
/** As if this one had not beaten for longer than a lease. */
const endLease = (replica: string) =>
  doomed.redis.run(commands => commands.zadd(doomed.keys.leases, "XX", Date.now() - 1_000, replica));
const endClaim = () =>
  doomed.redis.run(commands => commands.zadd(doomed.keys.sweeps, "XX", Date.now() - 1_000, "doomed"));
/** Its sweep has begun. */
const claim = () => survivors[0].redis.run(c => c.claimSweep(doomed.keys.leases, doomed.keys.sweeps, 10_000));
const count = async () => (await survivors[0].presence.snapshot(generalRoom)).count;

/** Many people connected to the replica that will die. */
async function crowd(size: number): Promise<void> {
  const people = Array.from({ length: size }, (_, index) => ({ id: `person${index}`, name: `Person ${index}` }));
  await Promise.all(
    people.map(async person => {
      await doomed.rooms.ofUser(person.id);
      await doomed.presence.register(connection(`c-${person.id}`, person));
    }),
  );
}

describe("a lease", () => {
  it("is unknown at the first beat, held after it, and unknown again once it was over", async () => {
    const [{ replicas }] = survivors;
    expect(await replicas.beat()).toBe(false);
    expect(await replicas.beat()).toBe(true);
    await endLease("r1");
    expect(await replicas.beat()).toBe(false);
    expect(await replicas.beat()).toBe(true);
  });

  it("is unknown after Redis lost its data", async () => {
    const [{ replicas, redis }] = survivors;
    await replicas.beat();
    await redis.run(commands => commands.flushall());
    expect(await replicas.beat()).toBe(false);
    expect(await replicas.beat()).toBe(true);
  });
});

describe("a sweep", () => {
  it("leaves a replica alone whose lease holds, however wrong the survivor's own clock is", async () => {
    await doomed.presence.register(connection("a", ada));
    expect(await survivors[0].replicas.sweep(Date.now() + 3_600_000)).toEqual([]);
    expect(await count()).toBe(1);
  });

  it("takes the users of a dead replica offline, told by one survivor only", async () => {
    await doomed.presence.register(connection("a", ada));
    await endLease("doomed");
    const swept = await Promise.all(survivors.map(({ replicas }) => replicas.sweep(later)));
    expect(swept.flat()).toEqual([{ room: generalRoom, user: ada, online: false, lastSeen: later, count: 0 }]);
    expect(await survivors[0].replicas.sweep(later)).toEqual([]);
  });

  it("keeps somebody online who is connected to a living replica as well", async () => {
    await doomed.presence.register(connection("a", ada));
    await survivors[0].presence.register(connection("b", ada));
    await endLease("doomed");
    expect(await survivors[1].replicas.sweep(later)).toEqual([]);
    expect(await count()).toBe(1);
  });

  it("undoes very many", async () => {
    await crowd(350);
    expect(await count()).toBe(350);
    await endLease("doomed");
    expect(await survivors[0].replicas.sweep(later)).toHaveLength(350);
    expect(await count()).toBe(0);
  });

  it("is finished by another survivor when the first dies in the middle, and not before its claim is over", async () => {
    await crowd(5);
    await endLease("doomed");
    expect(await claim()).toBe("doomed");
    await survivors[0].presence.undo(
      "doomed",
      { connection: "c-person3", user: { id: "person3", name: "Person 3" } },
      later,
    );
    expect(await survivors[1].replicas.sweep(later)).toEqual([]);
    await endClaim();
    expect(await survivors[1].replicas.sweep(later)).toHaveLength(4);
    expect(await count()).toBe(0);
  });

  it("undoes what a crash left half registered", async () => {
    await doomed.presence.register(connection("a", ada));
    const { connections, presence } = doomed.keys.user(ada.id);
    await doomed.redis.run(commands => commands.disconnectUser(connections, presence, "a", t0 + 1));
    expect(await count()).toBe(1);
    await endLease("doomed");
    expect(await survivors[0].replicas.sweep(later)).toHaveLength(1);
    expect(await count()).toBe(0);
  });

  it("leaves no key of the dead replica behind", async () => {
    await doomed.presence.register(connection("a", ada));
    await endLease("doomed");
    await survivors[0].replicas.sweep(later);
    const { keys, redis } = doomed;
    const left = await redis.run(c => c.exists(keys.leases, keys.sweeps, keys.replicaConnections("doomed")));
    expect(left).toBe(0);
  });

  it("keeps telling a replica that comes back in the middle to register again, until after the end", async () => {
    await doomed.presence.register(connection("a", ada));
    await endLease("doomed");
    await claim();
    expect(await doomed.replicas.beat()).toBe(false);
    expect(await doomed.replicas.beat()).toBe(false);
    await endClaim();
    await survivors[1].replicas.sweep(later);
    expect(await doomed.replicas.beat()).toBe(false);
    await doomed.presence.register(connection("a", ada));
    expect(await doomed.replicas.beat()).toBe(true);
    expect(await count()).toBe(1);
  });
});

describe("retiring", () => {
  it("gives the lease back, so that there is nothing to sweep", async () => {
    await doomed.presence.register(connection("a", ada));
    await doomed.presence.unregister(connection("a", ada), t0 + 1);
    await doomed.replicas.retire();
    expect(await doomed.replicas.beat()).toBe(false);
  });

  it("leaves what is still registered to a survivor, at once", async () => {
    await doomed.presence.register(connection("b", bob));
    await doomed.replicas.retire();
    expect(await survivors[0].replicas.sweep(t0 + 1)).toMatchObject([{ user: bob, online: false }]);
  });
});
