import { HubbubError } from "@hubbub/protocol";
import jwt from "jsonwebtoken";
import { describe, expect, it, vi } from "vitest";
import { keysOf, rotating } from "./token-keys.ts";
import { TokenIssuer } from "./tokens.ts";
import { createVerifier } from "./verifier.ts";

const secret = "a secret that only this test knows";
const ada = { id: "ada00001", name: "Ada" };
const terms = { issuer: "hubbub", audience: "hubbub", expiresIn: 60 } as const;
const claims = { sub: ada.id, name: ada.name, sid: "session1" };

const issuedAt = (now: number, ...secrets: string[]) => {
  const keys = keysOf(secrets.length > 0 ? secrets : [secret]);
  return new TokenIssuer({ keys: () => keys, lifetimeMs: 60_000, now: () => now });
};
const ownKeys = keysOf([secret]);
const onFailure = vi.fn();
const verifier = (isRevoked: (session: string) => Promise<boolean>) =>
  createVerifier({ keys: () => ownKeys, sessions: { isRevoked }, onFailure, now: Date.now });
const nothingRevoked = verifier(async () => false);
const unauthenticated = { code: "unauthenticated", temporary: false };

describe("createVerifier", () => {
  it("says who a token speaks for, and until when", async () => {
    const { token, expiresAt } = issuedAt(Date.now()).issue(ada, "session1");
    expect(await nothingRevoked(`Bearer ${token}`)).toEqual({ user: ada, session: "session1", expiresAt });
  });

  it.each([
    ["missing", "no token", undefined],
    ["missing", "an empty header", ""],
    ["missing", "another scheme", `Basic ${issuedAt(Date.now()).issue(ada, "s").token}`],
    ["malformed", "what is no token", "Bearer nonsense"],
    ["expired", "an expired token", `Bearer ${issuedAt(Date.now() - 61_000).issue(ada, "s").token}`],
    ["forged", "a token that another secret signed", `Bearer ${issuedAt(Date.now(), "another").issue(ada, "s").token}`],
    ["forged", "alg none", `Bearer ${jwt.sign(claims, null, { ...terms, algorithm: "none" })}`],
    [
      "forged",
      "another algorithm with the right secret",
      `Bearer ${jwt.sign(claims, secret, { ...terms, algorithm: "HS512" })}`,
    ],
    ["forged", "another issuer", `Bearer ${jwt.sign(claims, secret, { ...terms, issuer: "elsewhere" })}`],
    ["forged", "another audience", `Bearer ${jwt.sign(claims, secret, { ...terms, audience: "elsewhere" })}`],
    [
      "malformed",
      "a token without an end",
      `Bearer ${jwt.sign(claims, secret, { issuer: "hubbub", audience: "hubbub" })}`,
    ],
    ["malformed", "a token without a session", `Bearer ${jwt.sign({ sub: ada.id, name: ada.name }, secret, terms)}`],
    ["malformed", "a subject that is no user id", `Bearer ${jwt.sign({ ...claims, sub: "A:B" }, secret, terms)}`],
  ] as const)("refuses as %s %s", async (reason, _what, header) => {
    onFailure.mockClear();
    await expect(nothingRevoked(header)).rejects.toMatchObject(unauthenticated);
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(reason);
  });

  it("mixes up nobody when many are checked at once", async () => {
    const verify = verifier(() => new Promise(resolve => setImmediate(resolve, false)));
    const names = Array.from({ length: 20 }, (_, i) => `user${String(i).padStart(4, "0")}`);
    const checks = names.map(name => verify(`Bearer ${issuedAt(Date.now()).issue({ id: name, name }, name).token}`));
    expect((await Promise.all(checks)).map(({ session }) => session)).toEqual(names);
  });

  it("refuses a token whose session was signed out", async () => {
    const verify = verifier(async session => session === "session1");
    const { token } = issuedAt(Date.now()).issue(ada, "session1");
    onFailure.mockClear();
    await expect(verify(`Bearer ${token}`)).rejects.toMatchObject(unauthenticated);
    expect(onFailure).toHaveBeenCalledExactlyOnceWith("revoked");
  });

  it("refuses a token that it took before once that has expired, or its session was signed out", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const isRevoked = vi.fn(async () => false);
    const verify = verifier(isRevoked);
    const { token, expiresAt } = issuedAt(Date.now()).issue(ada, "session1");
    const take = () => verify(`Bearer ${token}`);
    await Promise.all([take(), take()]);
    expect(await take()).toEqual({ user: ada, session: "session1", expiresAt });
    isRevoked.mockResolvedValueOnce(true);
    await expect(take()).rejects.toMatchObject(unauthenticated);
    vi.setSystemTime(expiresAt);
    onFailure.mockClear();
    await expect(take()).rejects.toMatchObject(unauthenticated);
    expect(onFailure).toHaveBeenCalledExactlyOnceWith("expired");
    vi.useRealTimers();
  });

  it("lets nobody in while nobody can say what was signed out", async () => {
    const verify = verifier(() => Promise.reject(new HubbubError("unavailable", "Redis is away.")));
    const { token } = issuedAt(Date.now()).issue(ada, "session1");
    await expect(verify(`Bearer ${token}`)).rejects.toMatchObject({ code: "unavailable", temporary: true });
  });
});

describe("secrets that follow one another", () => {
  const setUp = () => {
    let secrets: readonly string[] = ["old"];
    const keys = rotating(() => secrets);
    const verify = createVerifier({ keys, sessions: { isRevoked: async () => false }, onFailure, now: Date.now });
    const issuer = new TokenIssuer({ keys, lifetimeMs: 60_000, now: Date.now });
    const issue = () => `Bearer ${issuer.issue(ada, "session1").token}`;
    const become = (...next: string[]) => {
      secrets = next;
    };
    return { verify, issue, become };
  };

  it("take each other's tokens, and the first signs", async () => {
    const { verify, issue, become } = setUp();
    const before = issue();
    become("old", "new");
    await verify(before);
    become("new", "old");
    const after = issue();
    for (const token of [before, after]) expect(await verify(token)).toMatchObject({ user: ada });
    become("new");
    expect(await verify(after)).toMatchObject({ user: ada });
  });

  it("end with their tokens, those that were checked before, too", async () => {
    const { verify, issue, become } = setUp();
    const before = issue();
    await verify(before);
    become("new");
    await expect(verify(before)).rejects.toMatchObject(unauthenticated);
  });

  it("take a token from the time before there were several for one of the oldest", async () => {
    const { verify, become } = setUp();
    const before = `Bearer ${jwt.sign(claims, "old", terms)}`;
    become("new", "old");
    expect(await verify(before)).toMatchObject({ user: ada });
    become("new");
    await expect(verify(before)).rejects.toMatchObject(unauthenticated);
  });
});
