import type { HttpApi, OutboxStorage } from "@hubbub/client";
import { HubbubError, type Session } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { SignIn } from "./session.ts";

const session: Session = { user: { id: "adaadaada", name: "ada" }, token: "t", expiresAt: 1 };
const refused = async () => {
  throw new HubbubError("unauthenticated", "");
};
const away = async () => {
  throw new HubbubError("unavailable", "");
};

const api = (change: Partial<HttpApi> = {}): HttpApi => ({
  session: null,
  signUp: async () => session,
  signIn: async () => session,
  refresh: async () => session,
  signOut: async () => {},
  rooms: async () => [],
  getToken: async () => "t",
  ...change,
});

/** What a browser stores in which somebody is signed in. */
function visited(): OutboxStorage {
  const items = new Map([["hubbub:signed-in", "yes"]]);
  return {
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
  };
}

describe("SignIn", () => {
  it("asks the server for nothing on a first visit, nor after a sign-out", async () => {
    const storage = visited();
    await new SignIn(api(), storage).signOut();
    const signIn = new SignIn(api({ refresh: () => expect.unreachable() }), storage);
    await signIn.restore();
    expect(signIn.phase.value).toBe("signed-out");
  });

  it("takes up the session of the cookie", async () => {
    const signIn = new SignIn(api(), visited());
    expect(signIn.phase.value).toBe("restoring");
    await signIn.restore();
    expect([signIn.phase.value, signIn.user.value]).toEqual(["signed-in", session.user]);
  });

  it("asks for a password only where the server refused the cookie", async () => {
    const stranger = new SignIn(api({ refresh: refused }), visited());
    await stranger.restore();
    expect(stranger.phase.value).toBe("signed-out");
    const offline = new SignIn(api({ refresh: away }), visited());
    await offline.restore();
    expect(offline.phase.value).toBe("unreachable");
  });

  it("stays signed in when the sign-out reached nobody", async () => {
    const signIn = new SignIn(api({ signOut: away }), visited());
    await signIn.restore();
    await expect(signIn.signOut()).rejects.toMatchObject({ code: "unavailable" });
    expect(signIn.phase.value).toBe("signed-in");
  });

  it("forgets who it was after a sign-out", async () => {
    const signIn = new SignIn(api(), visited());
    await signIn.signIn({ name: "ada", password: "secret" });
    await signIn.signOut();
    expect([signIn.phase.value, signIn.user.value]).toEqual(["signed-out", null]);
  });
});
