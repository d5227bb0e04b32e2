import { randomBytes } from "node:crypto";
import { type Redis, startRedis } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, startApi } from "./http-api.ts";

let redis: Redis;
let api: Api;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  api = await startApi({ REDIS_URL: redis.url, KEY_PREFIX: randomBytes(6).toString("hex") });
});
afterEach(() => api.stop());

const ada = { name: "Ada", password: "correct horse" };
const signUp = (call: Parameters<Api["call"]>[2] = { body: ada }) => api.call("POST", "/api/accounts", call);

describe("a body", () => {
  it.each([
    ["malformed JSON", { raw: '{"name": "Ada", ' }],
    ["no body", {}],
    ["another type", { raw: "name=Ada&password=correct+horse", headers: { "content-type": "text/plain" } }],
    ["an array", { body: [ada] }],
    ["null", { raw: "null" }],
    ["a name that is an object", { body: { ...ada, name: { $ne: null } } }],
    ["a name with a space", { body: { ...ada, name: "Ada Lovelace" } }],
    ["a name that is too long", { body: { ...ada, name: "a".repeat(33) } }],
    ["a password that is too short", { body: { ...ada, password: "short" } }],
    ["deep nesting", { raw: `${"[".repeat(7_000)}${"]".repeat(7_000)}` }],
    ["an unknown charset", { raw: "{}", headers: { "content-type": "application/json; charset=klingon" } }],
  ])("is refused as invalid: %s", async (_what, call) => {
    const { status, body } = await signUp(call);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_payload", temporary: false } },
    });
  });

  it("says which part of it is wrong", async () => {
    const { body } = await signUp({ body: { name: "Ada" } });
    expect(body.error?.message).toContain("password");
  });

  it("is refused above 16 kB, and the next visitor is served", async () => {
    const answer = await signUp({ body: { ...ada, more: "x".repeat(16 * 1_024) } });
    expect(answer).toMatchObject({ status: 413, body: { error: { code: "too_large", temporary: false } } });
    expect((await signUp()).status).toBe(201);
  });
});

describe("the origin of a page", () => {
  const from = (origin: string) => signUp({ body: ada, headers: { origin } });

  it("may be the host that was asked", async () => {
    expect((await from(api.url)).status).toBe(201);
  });

  it.each(["https://evil.test", "null", "http://127.0.0.1:1"])("may not change anything from %s", async origin => {
    expect(await from(origin)).toMatchObject({ status: 403, body: { error: { code: "forbidden", temporary: false } } });
  });

  it("may be one of the configuration, and only that", async () => {
    const KEY_PREFIX = randomBytes(6).toString("hex");
    const listed = await startApi({ REDIS_URL: redis.url, KEY_PREFIX, ALLOWED_ORIGINS: "https://chat.example.org" });
    try {
      const at = (origin: string) => listed.call("POST", "/api/accounts", { body: ada, headers: { origin } });
      expect((await at(listed.url)).status).toBe(403);
      expect((await at("https://chat.example.org")).status).toBe(201);
    } finally {
      await listed.stop();
    }
  });
});

describe("an answer", () => {
  it("is kept by no cache and names no framework", async () => {
    const { headers } = await signUp();
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it.each([
    ["GET", "/"],
    ["GET", "/api/nothing"],
    ["PUT", "/api/session"],
    ["GET", "/api/accounts"],
  ])("says that there is no %s %s", async (method, path) => {
    expect(await api.call(method, path)).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  });

  it("is a refusal for a path that cannot be decoded", async () => {
    expect((await api.call("GET", "/api/%zz")).status).toBeGreaterThanOrEqual(400);
    expect((await api.call("GET", "/api/%zz")).status).toBeLessThan(500);
  });

  it("lists rooms with how many are in them", async () => {
    const { body } = await signUp();
    const answer = await api.call("GET", "/api/rooms", { token: body.token });
    expect(answer).toMatchObject({ status: 200, body: { rooms: expect.any(Array) } });
  });
});

describe("for operations", () => {
  it("is alive, and ready unless there is a reason not to be", async () => {
    expect((await api.call("GET", "/healthz")).status).toBe(200);
    expect((await api.call("GET", "/readyz")).status).toBe(200);
    Object.assign(api.readiness, { ready: false, reasons: ["draining"] });
    expect(await api.call("GET", "/readyz")).toMatchObject({
      status: 503,
      body: { ready: false, reasons: ["draining"] },
    });
    expect((await api.call("GET", "/healthz")).status).toBe(200);
  });

  it("measures requests by route, and never by a path of a client's", async () => {
    await signUp();
    await signUp();
    await api.call("GET", `/api/${randomBytes(4).toString("hex")}`);
    const text = await (await fetch(`${api.url}/metrics`)).text();
    expect(text).toContain('hubbub_http_seconds_count{method="POST",route="/api/accounts",status="201"} 1');
    expect(text).toContain('hubbub_http_seconds_count{method="POST",route="/api/accounts",status="409"} 1');
    expect(text).toContain('hubbub_http_seconds_count{method="any",route="unknown",status="404"} 1');
  });
});

describe("while Redis is away", () => {
  it("refuses as unavailable for now, lets nobody in, and serves again when it is back", async () => {
    const { body, cookie } = await signUp();
    await redis.kill();
    const calls = [
      signUp({ body: { ...ada, name: "Bob" } }),
      api.call("POST", "/api/session", { body: ada }),
      api.call("POST", "/api/session/refresh", { cookie }),
      api.call("DELETE", "/api/session", { cookie }),
      api.call("GET", "/api/rooms", { token: body.token }),
    ];
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject({ status: 503, body: { error: { code: "unavailable", temporary: true } } });
    }
    expect((await api.call("GET", "/healthz")).status).toBe(200);
    await redis.restart();
    await api.served();
    expect((await signUp({ body: { ...ada, name: "Bob" } })).status).toBe(201);
  });
});
