import { HubbubError } from "@hubbub/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { durable, ephemeral, member, ofPerson, ofRoom, page } from "../../test/answers.ts";
import { fakeEmitter } from "../../test/fake-emitter.ts";
import { openHttp } from "../../test/http-service.ts";
import type { Emitter } from "../types.ts";

let http: Awaited<ReturnType<typeof openHttp>>;
let fault: unknown;
let isReady: boolean;
let calls: unknown[][];

/** Notes a call and answers it, or fails as it was told to. */
const noted =
  <Value>(verb: keyof Emitter, value: Value) =>
  async (...call: unknown[]): Promise<Value> => {
    calls.push([verb, ...call]);
    if (fault !== undefined) throw fault;
    return value;
  };

beforeEach(async () => {
  fault = undefined;
  isReady = true;
  calls = [];
  const presence = async (of: object) => noted("presence", "room" in of ? ofRoom : ofPerson)(of);
  const emitter = fakeEmitter({
    announce: noted("announce", durable),
    message: noted("message", durable),
    notify: noted("notify", ephemeral),
    disconnect: noted("disconnect", ephemeral),
    join: noted("join", member),
    leave: noted("leave", member),
    presence: presence as Emitter["presence"],
    history: noted("history", page),
    isReady: () => isReady,
  });
  http = await openHttp(emitter, { burst: 20 });
});

afterEach(() => http.stop());

const post = (body: string | object, headers = {}) =>
  http.ask("/v1/rooms/general/messages", { method: "POST", body, headers });

describe("a verb over HTTP", () => {
  const text = "Hello";
  it.each([
    ["POST", "/v1/rooms/general/messages", { text }, 201, durable, ["announce", "general", text, {}]],
    ["POST", "/v1/users/ada00000/messages", { text }, 201, durable, ["message", "ada00000", text, {}]],
    ["POST", "/v1/users/@Ada/messages", { text }, 201, durable, ["message", { name: "Ada" }, text, {}]],
    ["POST", "/v1/users/@%C3%89mile/messages", { text }, 201, durable, ["message", { name: "Émile" }, text, {}]],
    [
      "POST",
      "/v1/notices",
      { target: "everyone", text },
      201,
      ephemeral,
      ["notify", "everyone", { kind: "info", text }, {}],
    ],
    ["POST", "/v1/users/@ada/disconnect", undefined, 200, ephemeral, ["disconnect", { name: "ada" }, {}]],
    ["PUT", "/v1/rooms/general/members/@ada", undefined, 200, member, ["join", { name: "ada" }, "general", {}]],
    ["DELETE", "/v1/rooms/general/members/@ada", undefined, 200, member, ["leave", { name: "ada" }, "general", {}]],
    ["GET", "/v1/users/@ada/presence", undefined, 200, ofPerson, ["presence", { user: { name: "ada" } }]],
    ["GET", "/v1/rooms/general/presence", undefined, 200, ofRoom, ["presence", { room: "general" }]],
    [
      "GET",
      "/v1/rooms/general/messages?before=9&limit=2",
      undefined,
      200,
      page,
      ["history", "general", { before: 9, limit: 2 }],
    ],
  ] as const)("%s %s with %j answers %i", async (method, path, body, status, answer, call) => {
    const answered = await http.ask(path, { method, ...(body && { body }) });
    expect(answered).toMatchObject({ status, body: answer });
    expect(calls).toEqual([call]);
  });

  it("takes an idempotency key in the body, as a header, in quotes, or twice the same", async () => {
    await post({ text: "Hello", idempotencyKey: "k" });
    await post({ text: "Hello" }, { "idempotency-key": "k" });
    await post({ text: "Hello" }, { "idempotency-key": '"k"' });
    await post({ text: "Hello", idempotencyKey: "k" }, { "idempotency-key": "k" });
    expect(calls).toEqual(Array(4).fill(["announce", "general", "Hello", { idempotencyKey: "k" }]));
  });

  it.each([
    ["/v1/rooms/general/messages", { text: "Hello", idempotencyKey: "another" }],
    ["/v1/notices", { target: "everyone", text: "Hello" }],
    ["/v1/batch", []],
  ])("refuses an idempotency key to %s that it cannot keep", async (path, body) => {
    const answer = await http.ask(path, { method: "POST", body, headers: { "idempotency-key": "k" } });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_payload" } });
    expect(calls).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    ["{", 400, "invalid_payload"],
    ["[]", 400, "invalid_payload"],
    ["", 400, "invalid_payload"],
    ['{"text": 5}', 400, "invalid_payload"],
    ['{"text": "  "}', 400, "invalid_payload"],
    ['{"text": "Hello", "idempotencykey": "k"}', 400, "invalid_payload"],
    [JSON.stringify({ text: "x".repeat(4_001) }), 413, "too_large"],
    [JSON.stringify({ text: "x".repeat(100_000) }), 413, "too_large"],
  ])("%.30s is refused with %i", async (body, status, code) => {
    expect(await post(body)).toMatchObject({ status, body: { error: { code } } });
    expect(calls).toEqual([]);
  });

  it.each([
    ["POST", "/v1/rooms/No%20Room/messages", "path.room"],
    ["PUT", "/v1/rooms/general/members/ada", "path.user needs the id of a user, or @ and a name"],
    ["GET", "/v1/rooms/general/messages?limit=201", "query.limit needs at most 200"],
    ["GET", "/v1/rooms/general/messages?before=x", "query.before needs a number"],
    ["GET", "/v1/rooms/general/messages?befor=1", "befor"],
    ["GET", "/v1/rooms/%E0%A4%A/messages", "not well-formed"],
  ])("%s %s is told what is wrong", async (method, path, detail) => {
    const answer = await http.ask(path, { method, ...(method === "POST" && { body: { text: "Hello" } }) });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(detail) } });
  });

  it("of another media type is told which one it takes", async () => {
    const answer = await post("text=Hello", { "content-type": "application/x-www-form-urlencoded" });
    expect(answer).toMatchObject({ status: 415, body: { code: "invalid_payload" } });
    expect(answer.headers.get("accept")).toBe("application/json");
    const unknown = await post("{}", { "content-type": "application/json; charset=klingon" });
    expect(unknown.status).toBe(415);
  });

  it("of another method is told which ones there are", async () => {
    const answer = await http.ask("/v1/rooms/general/messages", { method: "DELETE" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, GET");
  });

  it("of another address is not found", async () => {
    expect(await http.ask("/nowhere", { key: null })).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await http.ask("/v1/nowhere")).toMatchObject({ status: 404, body: { code: "not_found" } });
  });
});

describe("a problem", () => {
  it("is one by RFC 9457, with the error that clients know", async () => {
    fault = new HubbubError("not_found", "There is no room general.");
    const { headers, body } = await post({ text: "Hello" });
    expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(body).toEqual({
      ...{ type: "/docs#problem-404", title: "Not found", status: 404, detail: "There is no room general." },
      ...{ code: "not_found", temporary: false },
      error: { code: "not_found", message: "There is no room general.", temporary: false },
    });
  });

  it.each([
    [new HubbubError("forbidden", "Ada is banned from general."), 403, "forbidden", false],
    [new HubbubError("unavailable", "Redis is away."), 503, "unavailable", true],
    [new Error("a secret detail"), 500, "internal", true],
  ])("of %s has the status %i", async (thrown, status, code, temporary) => {
    fault = thrown;
    const answer = await post({ text: "Hello" });
    expect(answer).toMatchObject({ status, body: { code, temporary } });
    expect(answer.text).not.toContain("secret");
    expect(answer.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
  });
});

describe("a key", () => {
  it.each([
    [null, {}],
    ["wrong", {}],
    [null, { authorization: "the-first-key" }],
  ])("%j is none, and calls nothing", async (key, headers) => {
    const answer = await http.ask("/v1/rooms/general/messages", {
      method: "POST",
      body: { text: "Hello" },
      key,
      headers,
    });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "unauthenticated", temporary: false } } });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(calls).toEqual([]);
  });

  it("may do what its scope says, until it is revoked", async () => {
    const key = await http.ring.create({ name: "reports", verbs: ["announce"], rooms: ["general"] });
    const announce = (room: string) =>
      http.ask(`/v1/rooms/${room}/messages`, { method: "POST", body: { text: "Hello" }, key });
    expect((await announce("general")).status).toBe(201);
    expect(await announce("hr")).toMatchObject({
      status: 403,
      body: { detail: "The key reports may not reach the room hr." },
    });
    expect((await http.ask("/v1/rooms/general/messages", { key })).status).toBe(403);
    await http.ring.revoke("reports");
    expect((await announce("general")).status).toBe(401);
    expect(calls).toHaveLength(1);
    const { text } = await http.ask("/metrics", { key: null });
    expect(text).toContain('hubbub_emitter_auth_failures_total{reason="scope"} 2');
  });

  it("that asks too fast is told when to ask again, and holds up no other", async () => {
    const other = await http.ring.create({ name: "other" });
    for (let asked = 0; asked < 20; asked += 1) await http.ask("/v1/rooms/general/presence");
    const answer = await http.ask("/v1/rooms/general/presence");
    expect(answer).toMatchObject({ status: 429, body: { code: "rate_limited", temporary: true } });
    expect(answer.headers.get("retry-after")).toBe("2");
    expect((await http.ask("/v1/rooms/general/presence", { key: other })).status).toBe(200);
    const { text } = await http.ask("/metrics", { key: null });
    expect(text).toContain('hubbub_emitter_rate_limited_total{key="emitter"} 1');
  });
});

describe("whoever runs it", () => {
  it("sees that it lives, and is not ready while Redis is away or it drains", async () => {
    const ready = () => http.ask("/readyz", { key: null });
    expect(await ready()).toMatchObject({ status: 200, body: { ready: true } });
    isReady = false;
    expect(await ready()).toMatchObject({ status: 503, body: { ready: false, redis: false } });
    isReady = true;
    http.drain();
    const answer = await ready();
    expect(answer).toMatchObject({ status: 503, body: { ready: false, draining: true } });
    expect(answer.headers.get("connection")).toBe("close");
    expect((await http.ask("/healthz", { key: null })).status).toBe(200);
  });

  it("sees what was called, refused and slow", async () => {
    await post({ text: "Hello" });
    fault = new HubbubError("not_found", "There is no such room.");
    await post({ text: "Hello" });
    await http.ask("/v1/rooms/general/messages", { key: "wrong" });
    const { text } = await http.ask("/metrics", { key: null });
    for (const line of [
      'hubbub_emitter_receipts_total{verb="announce",result="ok"} 1',
      'hubbub_emitter_receipts_total{verb="announce",result="not_found"} 1',
      'hubbub_emitter_seconds_count{verb="announce"} 2',
      'hubbub_emitter_in_flight{verb="announce"} 0',
      'hubbub_emitter_auth_failures_total{reason="unknown"} 1',
      'hubbub_emitter_http_seconds_count{method="POST",route="/v1/rooms/:room/messages",status="201"} 1',
      "hubbub_emitter_redis_up 1",
    ]) {
      expect(text).toContain(line);
    }
  });
});
