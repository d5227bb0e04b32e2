import { describe, expect, it } from "vitest";
import { type AuthFailure, identify } from "./identify.ts";
import { KeyRing } from "./key-ring.ts";

/** A ring over a map in place of Redis, and the gate before it. */
function inMemory(...firstKeys: string[]) {
  const records = new Map<string, string>();
  const failures: AuthFailure[] = [];
  const clock = { now: 1_000 };
  let secrets = 0;
  const ring = new KeyRing({
    keys: {
      async add(name, record) {
        if (records.has(name)) return false;
        records.set(name, record);
        return true;
      },
      find: async name => records.get(name) ?? null,
      all: async () => records,
      remove: async name => records.delete(name),
    },
    newSecret: () => `${secrets++}`.padStart(43, "_"),
    now: () => clock.now,
  });
  const gate = { ring, firstKeys: async () => firstKeys, onFailure: (reason: AuthFailure) => failures.push(reason) };
  return { ring, records, failures, clock, ask: (header?: string) => identify(gate, header) };
}

describe("an API key", () => {
  it("says whose it is, and is known by its digest alone", async () => {
    const { ring, records, ask } = inMemory();
    const text = await ring.create({ name: "nightly-report", verbs: ["announce"], rooms: ["reports"] });
    expect(text).toMatch(/^hubbub_nightly-report_[\w-]{43}$/);
    expect([...records.values()].join()).not.toContain(text.slice(-43));
    expect(await ask(`Bearer ${text}`)).toMatchObject({
      name: "nightly-report",
      scope: { verbs: ["announce"], rooms: ["reports"], people: false },
    });
  });

  it("may do all where nothing is said", async () => {
    const { ring } = inMemory();
    await ring.create({ name: "b", rooms: undefined });
    await ring.create({ name: "a", rooms: ["ops-*"], people: true });
    expect(await ring.list()).toEqual([
      { name: "a", verbs: ["*"], rooms: ["ops-*"], people: true, createdAt: 1_000 },
      { name: "b", verbs: ["*"], rooms: ["*"], people: true, createdAt: 1_000 },
    ]);
  });

  it.each([
    [{ name: "No Name" }, "key.name needs"],
    [{ name: "a", verbs: ["shout"] }, "key.verbs.0 needs"],
    [{ name: "a", verbs: [] }, "key.verbs names no verb"],
    [{ name: "a", rooms: ["No Room"] }, "key.rooms.0 needs"],
    [{ name: "a", days: 0 }, "key.days"],
  ])("is not made as %j", async (wanted, message) => {
    const making = inMemory().ring.create(wanted);
    await expect(making).rejects.toMatchObject({ code: "invalid_payload", message: expect.stringContaining(message) });
  });

  it("ends by itself at the time that was said when it was made", async () => {
    const { ring, ask, clock } = inMemory();
    const text = await ring.create({ name: "job", days: 2 });
    const day = 24 * 60 * 60 * 1000;
    expect(await ring.list()).toMatchObject([{ name: "job", expiresAt: 1_000 + 2 * day }]);
    clock.now += 2 * day - 1;
    expect(await ask(`Bearer ${text}`)).toMatchObject({ name: "job" });
    clock.now += 1;
    await expect(ask(`Bearer ${text}`)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("has its name to itself", async () => {
    const { ring } = inMemory();
    await ring.create({ name: "job" });
    await expect(ring.create({ name: "job" })).rejects.toMatchObject({ code: "conflict" });
    await expect(ring.create({ name: "emitter" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is nobody's from the moment it is revoked, and a later one of its name is another", async () => {
    const { ring, ask } = inMemory();
    const text = await ring.create({ name: "job" });
    await ring.revoke("job");
    await expect(ask(`Bearer ${text}`)).rejects.toMatchObject({ code: "unauthenticated" });
    await ring.create({ name: "job" });
    await expect(ask(`Bearer ${text}`)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(ring.revoke("nobody")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the gate", () => {
  it("knows the first key, which may do all, and the one that follows it", async () => {
    for (const key of ["the-first-key", "the-next"]) {
      const { ask } = inMemory("the-next", "the-first-key");
      expect(await ask(`bearer ${key}`)).toMatchObject({ name: "emitter", scope: { verbs: ["*"] } });
    }
    await expect(inMemory().ask("Bearer the-first-key")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it.each([
    [undefined, "missing"],
    ["the-first-key", "malformed"],
    ["Basic dXNlcjpwYXNz", "malformed"],
    ["Bearer guess", "unknown"],
    [`Bearer hubbub_job_${"x".repeat(43)}`, "unknown"],
  ])("refuses %s as %s", async (header, reason) => {
    const { ask, failures } = inMemory("the-first-key");
    await expect(ask(header)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(failures).toEqual([reason]);
  });
});
