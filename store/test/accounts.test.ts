import { systemUser } from "@hubbub/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ada, bob, openStore, t0 } from "./support.ts";

const { client } = await openStore();

beforeEach(() => client.redis.run(commands => commands.flushall()));

describe("an account", () => {
  const account = { user: ada, passwordHash: "scrypt$1$2$3$salt$hash" };

  it("is found by its name, in whatever form it is written, and by its id", async () => {
    expect(await client.accounts.create(account)).toBe(true);
    expect(await client.accounts.byName("ＡＤＡ")).toEqual(account);
    expect(await client.accounts.byId(ada.id)).toEqual(ada);
    expect(await client.accounts.byName("bob")).toBeNull();
    expect(await client.accounts.byId(bob.id)).toBeNull();
  });

  it("has its name to itself when many ask for it at once", async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.accounts.create({ ...account, user: { id: `contender${index}`, name: index % 2 ? "Ada" : "ada" } }),
      ),
    );
    const winner = made.indexOf(true);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect((await client.accounts.byName("ada"))?.user.id).toBe(`contender${winner}`);
    expect(await client.accounts.byId(`contender${winner === 0 ? 1 : 0}`)).toBeNull();
  });

  it("is found by others once it is there, and not while its name may be taken", async () => {
    const found: unknown[] = [];
    await client.redis.run(async commands => {
      const create = commands.createAccount.bind(commands);
      vi.spyOn(commands, "createAccount").mockImplementationOnce(async (...all) => {
        found.push(await client.accounts.find("a", 9));
        return create(...all);
      });
    });
    await client.accounts.create(account);
    expect([...found, await client.accounts.find("a", 9)]).toEqual([[], [ada]]);
  });

  it("cannot have the name of the system", async () => {
    expect(await client.accounts.create({ ...account, user: { ...ada, name: "HUBBUB" } })).toBe(false);
    expect(await client.accounts.byId(systemUser.id)).toEqual(systemUser);
  });
});

describe("a session", () => {
  it("is found by two tabs at once, and then for no longer than the grace of the first", async () => {
    const session = { id: "s1", user: ada };
    await client.sessions.save("hash", session, 60_000);
    expect(await client.sessions.take("hash", 5_000)).toEqual(session);
    expect(await client.sessions.take("hash", 50_000)).toEqual(session);
    const ttl = await client.redis.run(commands => commands.pttl(client.keys.refresh("hash")));
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(5_000);
  });

  it("gives each question its own answer, whatever is asked in the same turn", async () => {
    const session = { id: "s1", user: ada };
    await client.sessions.save("hash", session, 60_000);
    const asked = [
      client.sessions.isRevoked("s1"),
      client.sessions.take("hash", 5_000),
      client.sessions.isRevoked("s1"),
    ];
    expect(await Promise.all(asked)).toEqual([false, session, false]);
  });

  it("is gone after its grace", async () => {
    await client.sessions.save("hash", { id: "s1", user: ada }, 60_000);
    await client.sessions.take("hash", 0);
    expect(await client.sessions.take("hash", 5_000)).toBeNull();
  });

  it("is revoked until its tokens have ended by themselves", async () => {
    expect(await client.sessions.isRevoked("s1")).toBe(false);
    await client.sessions.revoke("s1", 60_000);
    expect(await client.sessions.isRevoked("s1")).toBe(true);
    expect(await client.sessions.isRevoked("s2")).toBe(false);
    const ttl = await client.redis.run(commands => commands.pttl(client.keys.revoked("s1")));
    expect(ttl).toBeGreaterThan(0);
  });
});

describe("a rate limit", () => {
  const rule = { burst: 3, perSecond: 2 };
  const take = (now: number) => client.limiter.take("ada", rule, now);

  it("lets a burst pass, and says when there is a token again", async () => {
    await Promise.all([take(t0), take(t0), take(t0)]);
    await expect(take(t0)).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 500 });
    await expect(take(t0 + 499)).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 1 });
    await take(t0 + 500);
    await expect(take(t0 + 500)).rejects.toMatchObject({ retryAfterMs: 500 });
  });

  it("fills up to the burst, and no further", async () => {
    await take(t0);
    for (let index = 0; index < 3; index++) await take(t0 + 60_000);
    await expect(take(t0 + 60_000)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("is looked at without taking a token", async () => {
    for (let index = 0; index < 5; index++) await client.limiter.peek("ada", rule, t0);
    await Promise.all([take(t0), take(t0), take(t0)]);
    await expect(client.limiter.peek("ada", rule, t0)).rejects.toMatchObject({ retryAfterMs: 500 });
  });

  it("gives nothing away when the clock of another replica is behind", async () => {
    await Promise.all([take(t0), take(t0), take(t0)]);
    await expect(take(t0 - 5_000)).rejects.toMatchObject({ retryAfterMs: 500 });
    await expect(take(t0)).rejects.toMatchObject({ retryAfterMs: 500 });
  });

  it("keeps each bucket for itself, and none for ever", async () => {
    await Promise.all([take(t0), take(t0), take(t0)]);
    await client.limiter.take("bob", rule, t0);
    const ttl = await client.redis.run(commands => commands.pttl(client.keys.bucket("ada")));
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(1_500);
  });
});
