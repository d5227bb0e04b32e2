import { generalRoom } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import { Replicas } from "@hubbub/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, bob, type Client, connectClient, t0, tab } from "./support.ts";

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
  survivors = [freshly(survivors[0], "r1"), freshly(survivors[1], "r2")];
});

/** One that has never beaten, and so never late. */
const freshly = ({ redis, keys, presence, ...rest }: Client, replica: string): Client => ({
  ...rest,
  redis,
  keys,
  presence,
  replicas: new Replicas(redis, keys, presence, { replica, leaseMs: 10_000 }),
});

/** As if this one had not beaten for longer than a lease. */
const endLease = (replica: string) =>
  doomed.redis.run(commands => commands.zadd(doomed.keys.leases, "XX", Date.now() - 1_000, replica));
const endClaim = () =>
  doomed.redis.run(commands => commands.zadd(doomed.keys.sweeps, "XX", Date.now() - 1_000, "doomed"));
/** Its sweep has begun. */
const claim = () => survivors[0].redis.run(c => c.claimSweep(doomed.keys.leases, doomed.keys.sweeps, 10_000, 0));
const count = async () =>
  (await survivors[0].presence.read(generalRoom, { place: "", everybody: true, most: 1_000 })).count;

/** Many people connected to the replica that will die. */
async function crowd(size: number): Promise<void> {
  const people = Array.from({ length: size }, (_, index) => ({ id: `person${index}`, name: `Person ${index}` }));
  await Promise.all(
    people.map(async person => {
      await doomed.rooms.ofUser(person.id);
      await doomed.presence.register(tab(`c-${person.id}`, person));
    }),
  );
}

describe("a lease", () => {
  it("is unknown at the first beat, held after it, and unknown again once somebody swept it", async () => {
    const [{ replicas }, { replicas: others }] = survivors;
    expect(await replicas.beat()).toBe("lost");
    expect(await replicas.beat()).toBe("held");
    await endLease("r1");
    expect(await others.sweep(later)).toBe(1);
    expect(await replicas.beat()).toBe("lost");
    expect(await replicas.beat()).toBe("held");
  });

  it("is given to a replica that registers somebody without one, which its next beat does not take for its own", async () => {
    const [{ replicas, presence }, other] = survivors;
    await replicas.beat();
    await endLease("r1");
    await other.replicas.sweep(later);
    await presence.register(tab("a", ada));
    expect(await replicas.beat()).toBe("lost");
  });

  it("is gone with all the rest after Redis lost its data, whoever beats first", async () => {
    const [{ replicas, redis }, { replicas: others }] = survivors;
    await Promise.all([replicas.beat(), others.beat()]);
    await redis.run(commands => commands.flushall());
    for (const each of [replicas, others]) {
      expect(await each.beat()).toBe("wiped");
      expect(await each.beat()).toBe("held");
    }
  });
});

describe("how replicas stand", () => {
  const holding = (connections: number) => ({ connections, most: 100, isDraining: false });

  it("is told to the others with their beats, as long as the lease holds", async () => {
    const [{ replicas: one }, { replicas: two }] = survivors;
    await one.beat(holding(1));
    await two.beat(holding(2));
    expect(two.others).toContainEqual(holding(1));
    expect(two.others).not.toContainEqual(holding(2));
    await one.beat(holding(3));
    expect(one.others).toContainEqual(holding(2));
    await endLease("r1");
    await two.beat(holding(4));
    expect(two.others).not.toContainEqual(holding(3));
    const { keys, redis } = doomed;
    expect(await redis.run(commands => commands.hkeys(keys.standings))).not.toContain("r1");
  });
});

describe("a sweep", () => {
  it("leaves a replica alone whose lease holds, however wrong the survivor's own clock is", async () => {
    await doomed.presence.register(tab("a", ada));
    expect(await survivors[0].replicas.sweep(Date.now() + 3_600_000)).toBe(0);
    expect(await count()).toBe(1);
  });

  it("takes the users of a dead replica offline, told by one survivor only", async () => {
    await doomed.presence.register(tab("a", ada));
    await endLease("doomed");
    for (const { changed } of survivors) changed.length = 0;
    const swept = await Promise.all(survivors.map(({ replicas }) => replicas.sweep(later)));
    expect(swept.sort()).toEqual([0, 1]);
    expect(survivors.flatMap(({ changed }) => changed)).toEqual([generalRoom]);
    expect(await survivors[0].presence.statesOf(generalRoom, [ada.id])).toEqual([
      { state: "offline", lastSeen: later },
    ]);
    expect(await survivors[0].replicas.sweep(later)).toBe(0);
  });

  it("keeps somebody online who is connected to a living replica as well", async () => {
    await doomed.presence.register(tab("a", ada));
    await survivors[0].presence.register(tab("b", ada));
    await endLease("doomed");
    await survivors[1].replicas.sweep(later);
    expect(await count()).toBe(1);
  });

  it("is not for a replica that has only just come (back): the others may need a moment, too", async () => {
    const { redis, keys, presence } = survivors[0];
    const fresh = new Replicas(redis, keys, presence, { replica: "fresh", leaseMs: 10_000 });
    await doomed.presence.register(tab("a", ada));
    await fresh.beat();
    await endLease("doomed");
    expect(await fresh.sweep(later)).toBe(0);
    await fresh.beat();
    expect(await fresh.sweep(later)).toBe(0);
    expect(await survivors[1].replicas.sweep(later)).toBe(1);
  });

  it("undoes very many", async () => {
    await crowd(350);
    expect(await count()).toBe(350);
    await endLease("doomed");
    await survivors[0].replicas.sweep(later);
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
    expect(await survivors[1].replicas.sweep(later)).toBe(0);
    await endClaim();
    expect(await survivors[1].replicas.sweep(later)).toBe(1);
    expect(await count()).toBe(0);
  });

  it("undoes what a crash left half registered", async () => {
    await doomed.presence.register(tab("a", ada));
    const { connections, active, presence, rooms } = doomed.keys.user(ada.id);
    const left = ["a", "gone", "{}", "", t0 + 1, ""];
    await doomed.redis.run(commands => commands.updateUsers(4, connections, active, presence, rooms, ...left));
    expect(await count()).toBe(1);
    await endLease("doomed");
    await survivors[0].replicas.sweep(later);
    expect(await count()).toBe(0);
  });

  it("finds whom a replica registered after it was forgotten and before it died", async () => {
    await doomed.redis.run(commands => commands.flushall());
    await doomed.rooms.ofUser(ada.id);
    await doomed.presence.register(tab("a", ada));
    expect(await count()).toBe(1);
    await endLease("doomed");
    await survivors[0].replicas.sweep(later);
    expect(await count()).toBe(0);
  });

  it("goes on while somebody is registered in the middle of it", async () => {
    await crowd(3);
    await endLease("doomed");
    const { presence } = survivors[0];
    const undo = presence.undo.bind(presence);
    const late = tab("late", bob);
    let isIn = false;
    presence.undo = async (...args) => {
      await undo(...args);
      if (!isIn) await doomed.presence.register(late);
      isIn = true;
    };
    await survivors[0].replicas.sweep(later);
    presence.undo = undo;
    expect(await count()).toBe(0);
  });

  it("leaves no key of the dead replica behind", async () => {
    await doomed.presence.register(tab("a", ada));
    await endLease("doomed");
    await survivors[0].replicas.sweep(later);
    const { keys, redis } = doomed;
    const left = await redis.run(c => c.exists(keys.leases, keys.sweeps, keys.replicaConnections("doomed")));
    expect(left).toBe(0);
  });

  it("keeps telling a replica that comes back in the middle to register again, until after the end", async () => {
    await doomed.presence.register(tab("a", ada));
    await endLease("doomed");
    await claim();
    expect(await doomed.replicas.beat()).toBe("lost");
    expect(await doomed.replicas.beat()).toBe("lost");
    await endClaim();
    await survivors[1].replicas.sweep(later);
    expect(await doomed.replicas.beat()).toBe("lost");
    await doomed.presence.register(tab("a", ada));
    expect(await doomed.replicas.beat()).toBe("held");
    expect(await count()).toBe(1);
  });
});

describe("retiring", () => {
  it("gives the lease back, so that there is nothing to sweep", async () => {
    await doomed.presence.register(tab("a", ada));
    await doomed.presence.unregister(tab("a", ada), t0 + 1);
    await doomed.replicas.retire();
    expect(await doomed.replicas.beat()).toBe("lost");
  });

  it("leaves what is still registered to a survivor, at once", async () => {
    await doomed.presence.register(tab("b", bob));
    await doomed.replicas.retire();
    await survivors[0].replicas.sweep(t0 + 1);
    expect(await count()).toBe(0);
  });
});
