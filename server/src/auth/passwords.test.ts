import { scrypt } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { Passwords } from "./passwords.ts";

vi.mock("node:crypto", { spy: true });

const cost = 10;

describe("Passwords", () => {
  const passwords = new Passwords(cost);

  it("knows a password again by its hash, and no other", async () => {
    const hash = await passwords.hash("correct horse");
    expect(await passwords.verify("correct horse", hash)).toBe(true);
    expect(await passwords.verify("correct horsf", hash)).toBe(false);
  });

  it("writes down how a hash was made, with another salt each time", async () => {
    const [one, two] = await Promise.all([passwords.hash("correct horse"), passwords.hash("correct horse")]);
    expect(one).toMatch(/^scrypt\$1024\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(two).not.toBe(one);
  });

  it("still knows a hash that was made at another cost", async () => {
    expect(await new Passwords(cost + 1).verify("correct horse", await passwords.hash("correct horse"))).toBe(true);
  });

  it("takes the same letters in another Unicode form for the same password", async () => {
    expect(await passwords.verify("cafe\u0301 noir", await passwords.hash("caf\u00e9 noir"))).toBe(true);
  });

  it("works as hard for nobody's password as for somebody's, and never knows it", async () => {
    const hash = await passwords.hash("correct horse");
    const workOf = async (stored: string | null) => {
      vi.mocked(scrypt).mockClear();
      expect(await passwords.verify("wrong horse", stored)).toBe(false);
      return vi.mocked(scrypt).mock.calls.map(([, , length, options]) => ({ length, options }));
    };
    const work = await workOf(hash);
    expect(work).toHaveLength(1);
    expect(await workOf(null)).toEqual(work);
  });

  it("runs only so many at once, however many are asked for", async () => {
    let running = 0;
    let most = 0;
    vi.mocked(scrypt).mockImplementation((_password, _salt, length, _options, done) => {
      most = Math.max(most, ++running);
      setImmediate(() => {
        running--;
        done(null, Buffer.alloc(length));
      });
    });
    await Promise.all(Array.from({ length: 200 }, () => passwords.hash("correct horse")));
    vi.mocked(scrypt).mockReset();
    expect(most).toBe(2);
  });

  it("turns away who would be beyond the end of its queue, and serves the others", async () => {
    const small = new Passwords(cost, { runsAtOnce: 1, longestQueue: 2 });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => small.hash("correct horse")));
    const refused = outcomes.filter(outcome => outcome.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).toContain("unavailable");
    expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(2);
    expect(await small.hash("correct horse")).toMatch(/^scrypt/);
  });
});
