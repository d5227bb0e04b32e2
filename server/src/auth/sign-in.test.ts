import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Account, RateLimiter, RateRule, RefreshSession } from "../domain/ports.ts";
import { createAuth } from "./auth.ts";

const ada = { name: "Ada", password: "correct horse" };
const address = "192.0.2.1";
const once: RateRule = { burst: 1, perSecond: 0.001 };
const often: RateRule = { burst: 3, perSecond: 0.001 };

/** Buckets that are never refilled. */
class Buckets implements RateLimiter {
  readonly #taken = new Map<string, number>();

  async peek(bucket: string, rule: RateRule): Promise<void> {
    if ((this.#taken.get(bucket) ?? 0) >= rule.burst) throw new HubbubError("rate_limited", "Too often.");
  }

  async take(bucket: string, rule: RateRule): Promise<void> {
    await this.peek(bucket, rule);
    this.#taken.set(bucket, (this.#taken.get(bucket) ?? 0) + 1);
  }
}

const secrets = ["a secret that only this test knows"];

function createSignIn(limits: {
  failuresPerName: RateRule;
  failuresPerAddress: RateRule;
  signUpsPerAddress: RateRule;
}) {
  const accounts = new Map<string, Account>();
  const refresh = new Map<string, RefreshSession>();
  const revoked = new Set<string>();
  const onSignOut = vi.fn();
  const authFailed = vi.fn();
  const auth = createAuth({
    settings: { scryptCost: 10, tokenMs: 60_000, refreshMs: 600_000, limits },
    secrets: { current: () => secrets },
    accounts: {
      async create(account) {
        const key = account.user.name.toLowerCase();
        return !accounts.has(key) && accounts.set(key, account) !== undefined;
      },
      byName: async name => accounts.get(name.toLowerCase()) ?? null,
      byId: async () => null,
    },
    sessions: {
      save: async (hash, session) => void refresh.set(hash, session),
      take: async hash => refresh.get(hash) ?? null,
      revoke: async session => void revoked.add(session),
      isRevoked: async session => revoked.has(session),
    },
    limiter: new Buckets(),
    telemetry: { authFailed },
    now: Date.now,
    onSignOut,
  });
  return { ...auth, onSignOut, authFailed, accounts, refresh };
}

describe("SignIn", () => {
  const generous = { failuresPerName: often, failuresPerAddress: often, signUpsPerAddress: often };
  let auth: ReturnType<typeof createSignIn>;
  beforeEach(() => {
    auth = createSignIn(generous);
  });

  it("keeps neither a password nor a refresh token, only their hashes", async () => {
    const { refreshToken } = await auth.signIn.signUp(ada, address);
    expect(JSON.stringify([...auth.accounts])).not.toContain(ada.password);
    expect([...auth.refresh.keys()]).not.toContain(refreshToken);
  });

  it("gives out tokens that the same replica takes", async () => {
    const { session } = await auth.signIn.signUp(ada, address);
    expect(await auth.authenticate(session.token)).toMatchObject({ user: session.user, expiresAt: session.expiresAt });
  });

  it("answers a wrong password and an unknown name alike", async () => {
    await auth.signIn.signUp(ada, address);
    const wrong = await auth.signIn.signIn({ ...ada, password: "wrong horse" }, address).catch(error => error);
    const unknown = await auth.signIn.signIn({ ...ada, name: "Nobody" }, address).catch(error => error);
    expect(wrong).toMatchObject({ code: "bad_credentials" });
    expect(unknown.toWire()).toEqual(wrong.toWire());
  });

  it("refuses even the right password after too many wrong ones, whatever the case of the name", async () => {
    const { signIn } = createSignIn({ ...generous, failuresPerName: once });
    await signIn.signUp(ada, address);
    const wrong = signIn.signIn({ name: "ADA", password: "wrong horse" }, address);
    await expect(wrong).rejects.toMatchObject({ code: "bad_credentials" });
    await expect(signIn.signIn(ada, "192.0.2.2")).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("counts guesses that run side by side", async () => {
    const { signIn } = createSignIn({ ...generous, failuresPerName: once });
    await signIn.signUp(ada, address);
    const passwords = [...Array.from({ length: 6 }, (_, i) => `wrong horse ${i}`), ada.password];
    const guesses = passwords.map(password => signIn.signIn({ ...ada, password }, address));
    const codes = (await Promise.allSettled(guesses)).map(guess =>
      guess.status === "fulfilled" ? "signed in" : guess.reason.code,
    );
    expect(codes.filter(code => code === "bad_credentials")).toHaveLength(1);
    expect(codes.at(-1)).toBe("rate_limited");
  });

  it("counts failures of one address over all names, and sign-ups apart", async () => {
    const { signIn } = createSignIn({ ...generous, failuresPerAddress: once });
    const guess = (name: string) => signIn.signIn({ ...ada, name }, address);
    await expect(guess("Somebody")).rejects.toMatchObject({ code: "bad_credentials" });
    await expect(guess("Else")).rejects.toMatchObject({ code: "rate_limited" });
    await expect(signIn.signUp(ada, address)).resolves.toBeDefined();
  });

  it("allows an address only so many new accounts", async () => {
    const { signIn } = createSignIn({ ...generous, signUpsPerAddress: once });
    await signIn.signUp(ada, address);
    await expect(signIn.signUp({ ...ada, name: "Bob" }, address)).rejects.toMatchObject({ code: "rate_limited" });
    await expect(signIn.signUp({ ...ada, name: "Bob" }, "192.0.2.2")).resolves.toBeDefined();
  });

  it("ends tokens, refresh tokens and connections with a sign-out", async () => {
    const { session, refreshToken } = await auth.signIn.signUp(ada, address);
    const id = (await auth.authenticate(session.token)).session;
    await auth.signIn.signOut(id);
    expect(auth.onSignOut).toHaveBeenCalledExactlyOnceWith(id);
    await expect(auth.authenticate(session.token)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(auth.signIn.refresh(refreshToken)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
