import { randomBytes } from "node:crypto";
import { type Redis, startRedis } from "@hubbub/stack";
import jwt from "jsonwebtoken";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keysOf } from "../src/auth/token-keys.ts";
import { TokenIssuer } from "../src/auth/tokens.ts";
import { type Api, secrets, startApi } from "./http-api.ts";

const password = "correct horse";
const rates = { SIGN_IN_FAILURES_PER_NAME: "2", SIGN_IN_FAILURES_PER_ADDRESS: "5", SIGN_UPS_PER_ADDRESS: "6" };
const slowly = {
  SIGN_IN_FAILURES_PER_NAME_PER_MINUTE: "0.5",
  SIGN_IN_FAILURES_PER_ADDRESS_PER_MINUTE: "0.5",
  SIGN_UPS_PER_ADDRESS_PER_MINUTE: "0.5",
};

let redis: Redis;
let api: Api;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  api = await startApi({ REDIS_URL: redis.url, KEY_PREFIX: randomBytes(6).toString("hex"), ...rates, ...slowly });
});
afterEach(() => api.stop());

const signUp = (name: string) => api.call("POST", "/api/accounts", { body: { name, password } });
const signIn = (name: string, guess = password, headers: Record<string, string> = {}) =>
  api.call("POST", "/api/session", { body: { name, password: guess }, headers });
const refresh = (cookie: string | undefined) => api.call("POST", "/api/session/refresh", { cookie });
const rooms = (token: string | undefined) => api.call("GET", "/api/rooms", { token });

describe("signing up", () => {
  it("gives a user, a token that works, and a refresh cookie that scripts and other sites cannot use", async () => {
    const { status, body, headers } = await signUp("Ada");
    expect(status).toBe(201);
    expect(body).toEqual({
      user: { id: expect.stringMatching(/^[a-z0-9]{8,32}$/), name: "Ada" },
      token: expect.any(String),
      expiresAt: expect.any(Number),
    });
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/; Max-Age=2592000; Path=\/api\/session; /);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect((await rooms(body.token)).status).toBe(200);
  });

  it("keeps the cookie to https where that is how the visitor came", async () => {
    const headers = { "x-forwarded-proto": "https" };
    const answer = await api.call("POST", "/api/accounts", { body: { name: "Ada", password }, headers });
    expect(answer.headers.getSetCookie()[0]).toContain("; Secure");
  });

  it("gives a name once, in whatever case and Unicode form", async () => {
    await signUp("Ada");
    for (const name of ["Ada", "aDA", "Ａｄａ"]) {
      expect(await signUp(name)).toMatchObject({
        status: 409,
        body: { error: { code: "name_taken", temporary: false } },
      });
    }
    expect((await signIn("Ada")).status).toBe(200);
  });

  it("gives nobody the name that backend jobs speak under", async () => {
    expect(await signUp("hubbub")).toMatchObject({ status: 409, body: { error: { code: "name_taken" } } });
  });

  it("gives a name to one of many who ask at once", async () => {
    const statuses = (await Promise.all(["ada", "Ada", "ADA", "aDa"].map(signUp))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409, 409]);
  });

  it("turns away an address that makes too many accounts, and says when to come back", async () => {
    for (let made = 0; made < 6; made++) await signUp(`visitor${made}`);
    const { status, body, headers } = await signUp("visitor6");
    expect(status).toBe(429);
    expect(body.error).toMatchObject({ code: "rate_limited", temporary: true });
    expect(Number(headers.get("retry-after"))).toBe(Math.ceil((body.error?.retryAfterMs ?? 0) / 1_000));
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("signing in", () => {
  it("gives the same user again, whatever the case of the name", async () => {
    const { body: made } = await signUp("Ada");
    const { status, body } = await signIn("ADA");
    expect(status).toBe(200);
    expect(body.user).toEqual(made.user);
  });

  it("refuses a wrong password and an unknown name with the same words", async () => {
    await signUp("Ada");
    const wrong = await signIn("Ada", "wrong horse");
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: "bad_credentials", temporary: false } } });
    expect((await signIn("Nobody")).body).toEqual(wrong.body);
    expect(wrong.cookie).toBeUndefined();
  });

  it("stops guesses at one name, from wherever they come", async () => {
    await signUp("Ada");
    const from = (address: string) => signIn("Ada", "wrong horse", { "x-forwarded-for": address });
    expect((await from("192.0.2.1")).status).toBe(401);
    expect((await from("192.0.2.2")).status).toBe(401);
    const stopped = await from("192.0.2.3");
    expect(stopped).toMatchObject({ status: 429, body: { error: { code: "rate_limited" } } });
    expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn("Ada")).status).toBe(429);
  });

  it("stops guesses of one address, at whatever names", async () => {
    await signUp("Ada");
    for (let guess = 0; guess < 5; guess++) expect((await signIn(`nobody${guess}`)).status).toBe(401);
    expect((await signIn("Ada")).status).toBe(429);
    expect((await signIn("Ada", password, { "x-forwarded-for": "192.0.2.9" })).status).toBe(200);
  });

  it("never counts who knows the password", async () => {
    await signUp("Ada");
    for (let visit = 0; visit < 8; visit++) expect((await signIn("Ada")).status).toBe(200);
  });
});

describe("a refresh", () => {
  it("gives a token of the same user, and another cookie", async () => {
    const { body, cookie } = await signUp("Ada");
    const next = await refresh(cookie);
    expect(next).toMatchObject({ status: 200, body: { user: body.user } });
    expect(next.cookie).not.toBe(cookie);
    expect((await rooms(next.body.token)).status).toBe(200);
    expect((await refresh(next.cookie)).status).toBe(200);
  });

  it("keeps two tabs signed in that refresh at once with the same cookie", async () => {
    const { cookie } = await signUp("Ada");
    const tabs = await Promise.all([refresh(cookie), refresh(cookie)]);
    expect(tabs.map(({ status }) => status)).toEqual([200, 200]);
    for (const tab of tabs) expect((await refresh(tab.cookie)).status).toBe(200);
  });

  it.each([
    ["no cookie", undefined],
    ["an empty cookie", "hubbub_refresh="],
    ["a made-up cookie", `hubbub_refresh=${randomBytes(32).toString("base64url")}`],
    ["a cookie of another shape", "hubbub_refresh=j:{}"],
  ])("refuses %s", async (_what, cookie) => {
    expect(await refresh(cookie)).toMatchObject({ status: 401, body: { error: { code: "unauthenticated" } } });
  });
});

describe("signing out", () => {
  it("ends cookie, token and connections, and clears the cookie", async () => {
    const { body, cookie } = await signUp("Ada");
    const answer = await api.call("DELETE", "/api/session", { cookie });
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^hubbub_refresh=; .*Path=\/api\/session; Expires=Thu, 01 Jan 1970/,
    );
    expect(api.signedOut).toHaveLength(1);
    expect((await refresh(cookie)).status).toBe(401);
    expect(await rooms(body.token)).toMatchObject({ status: 401, body: { error: { code: "unauthenticated" } } });
  });

  it("also ends what a second tab refreshed at the same moment", async () => {
    const { cookie } = await signUp("Ada");
    const [one, two] = await Promise.all([refresh(cookie), refresh(cookie)]);
    await api.call("DELETE", "/api/session", { cookie: one.cookie });
    expect((await refresh(two.cookie)).status).toBe(401);
    expect((await rooms(two.body.token)).status).toBe(401);
  });

  it("works with the token alone, and leaves other sign-ins be", async () => {
    const phone = await signUp("Ada");
    const laptop = await signIn("Ada");
    expect((await api.call("DELETE", "/api/session", { token: phone.body.token })).status).toBe(204);
    expect((await refresh(phone.cookie)).status).toBe(401);
    expect((await refresh(laptop.cookie)).status).toBe(200);
    expect((await rooms(laptop.body.token)).status).toBe(200);
  });

  it("is the same for whoever is signed out already", async () => {
    expect((await api.call("DELETE", "/api/session", { token: "nonsense" })).status).toBe(204);
    expect(api.signedOut).toEqual([]);
  });
});

describe("a token over HTTP", () => {
  const ada = { id: "ada00001", name: "Ada" };
  const [secret = ""] = secrets;
  const issuer = (key: string, now = Date.now()) => {
    const keys = keysOf([key]);
    return new TokenIssuer({ keys: () => keys, lifetimeMs: 60_000, now: () => now });
  };
  const good = issuer(secret).issue(ada, "session1").token;
  const terms = { issuer: "hubbub", audience: "hubbub", expiresIn: 60 } as const;

  it.each([
    ["no token", undefined],
    ["an expired one", issuer(secret, Date.now() - 61_000).issue(ada, "session1").token],
    ["a forged one", issuer("a guess").issue(ada, "session1").token],
    ["alg none", jwt.sign({ sub: ada.id, name: "Ada", sid: "session1" }, null, { ...terms, algorithm: "none" })],
    ["nonsense", "nonsense"],
  ])("is refused: %s", async (_what, token) => {
    const answer = await rooms(token);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "unauthenticated", temporary: false } } });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("is never read from the URL", async () => {
    expect((await rooms(good)).status).toBe(200);
    for (const query of [
      `token=${good}`,
      `auth_token=${good}`,
      `access_token=${good}`,
      `authorization=Bearer%20${good}`,
    ]) {
      expect((await api.call("GET", `/api/rooms?${query}`)).status).toBe(401);
    }
  });
});
