import { once } from "node:events";
import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { HubbubError } from "@hubbub/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeEmitter } from "../../../test/fake-emitter.ts";
import { openHttp } from "../../../test/http-service.ts";

let http: Awaited<ReturnType<typeof openHttp>>;
let announced: string[];
let hold: Promise<void>;

const emitter = fakeEmitter({
  async announce(room, text, { signal } = {}) {
    announced.push(text);
    await Promise.race([hold, signal && once(signal, "abort")]);
    if (room === "nowhere") throw new HubbubError("not_found", "There is no room nowhere.");
    return { id: "i", room, epoch: "e", seq: announced.length };
  },
});

beforeEach(async () => {
  announced = [];
  hold = Promise.resolve();
  http = await openHttp(emitter, { burst: 2_000, retryAfterMs: 1, mostCalls: 3_000 });
});

afterEach(() => http.stop());

const say = (text: string, room = "general") => ({ verb: "announce", room, text });
const line = (call: object) => `${JSON.stringify(call)}\n`;
const ndjson = { "content-type": "application/x-ndjson" };

const batch = (body: string | object, headers: Record<string, string> = {}, query = "", key?: string) =>
  http.ask(`/v1/batch${query}`, { method: "POST", body, headers, ...(key === undefined ? {} : { key }) });

interface Opening {
  readonly query?: string;
  readonly agent?: Agent;
  readonly key?: string;
}

/** A batch whose lines are still to be written. */
async function openBatch({ query = "", agent, key = "the-first-key" }: Opening = {}) {
  const headers = { ...ndjson, authorization: `Bearer ${key}` };
  const asked: ClientRequest = request(`${http.url}/v1/batch${query}`, {
    method: "POST",
    headers,
    ...(agent && { agent }),
  });
  asked.flushHeaders();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  const lines = createInterface({ input: answer })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    return done ? null : JSON.parse(value);
  };
  return { asked, next };
}

describe("a batch as an array", () => {
  it("answers each call in its place", async () => {
    const answer = await batch([say("one"), say("two", "nowhere"), { verb: "shout" }, say("four")]);
    expect(answer.status).toBe(200);
    expect(answer.body.outcomes).toEqual([
      { index: 0, ok: true, receipt: { id: "i", room: "general", epoch: "e", seq: 1 } },
      { index: 1, ok: false, error: { code: "not_found", message: "There is no room nowhere.", temporary: false } },
      { index: 2, ok: false, error: expect.objectContaining({ code: "invalid_payload" }) },
      { index: 3, ok: true, receipt: expect.objectContaining({ room: "general" }) },
    ]);
  });

  it("stops where it is told to, and tells no outcome of what did not begin", async () => {
    const { body } = await batch([say("one"), { verb: "shout" }, say("three")], {}, "?stopOnError=true");
    expect(body.outcomes.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false]);
    expect(announced).toEqual(["one"]);
  });

  it.each([
    ["{", {}, "", 400],
    [{ verb: "announce" }, {}, "", 400],
    [[], {}, "?stopOnError=perhaps", 400],
    [[say("x".repeat(2 * 1024 * 1024))], {}, "", 413],
    ["a,b", { "content-type": "text/csv" }, "", 415],
    ["", { ...ndjson, "content-encoding": "gzip" }, "", 415],
  ])("is refused where it is none", async (body, headers, query, status) => {
    expect((await batch(body, headers, query)).status).toBe(status);
    expect(announced).toEqual([]);
  });
});

describe("a batch as lines", () => {
  const thousand = Array.from({ length: 1_000 }, (_, index) =>
    index === 499 ? '{"verb": "announce", "room"\n' : line(say(`line ${index + 1}`)),
  ).join("");

  it("tells which line of a thousand is malformed, and goes on", async () => {
    const { body } = await batch(thousand, ndjson);
    expect(body).toHaveLength(1_000);
    expect(body.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([
      {
        index: 499,
        line: 500,
        ok: false,
        error: { code: "invalid_payload", message: "line 500 is not JSON", temporary: false },
      },
    ]);
    expect(body.map(({ line }: { line: number }) => line)).toEqual(body.map((_: unknown, index: number) => index + 1));
  });

  it("stops at it where that is wanted", async () => {
    const { body } = await batch(thousand, ndjson, "?stopOnError=true");
    expect(body).toHaveLength(500);
    expect(body.at(-1)).toMatchObject({ line: 500, ok: false });
    expect(announced).toHaveLength(499);
  });

  it("are answered while they still come", async () => {
    const { asked, next } = await openBatch();
    asked.write("no JSON\n");
    expect(await next()).toMatchObject({ line: 1, ok: false });
    asked.write(line(say("two")));
    expect(await next()).toMatchObject({ line: 2, ok: true });
    asked.end();
    expect(await next()).toBeNull();
  });

  it("are refused one by one where the key may not", async () => {
    const key = await http.ring.create({ name: "reports", rooms: ["general"] });
    const { body } = await batch(line(say("one", "hr")) + line(say("two")), ndjson, "", key);
    expect(body).toMatchObject([
      { index: 0, error: { code: "forbidden" } },
      { index: 1, ok: true },
    ]);
  });

  it("wait where they come too fast, and none is refused", async () => {
    const { body } = await batch(Array.from({ length: 2_500 }, () => line(say("Hello"))).join(""), ndjson);
    expect(body).toHaveLength(2_500);
    expect(body.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
  });

  it("end at the most calls that a batch may have", async () => {
    const { body } = await batch(Array.from({ length: 3_002 }, () => line(say("Hello"))).join(""), ndjson);
    expect(body).toHaveLength(3_001);
    expect(body.at(-1)).toMatchObject({ index: 3_000, ok: false, error: { code: "too_large" } });
  });

  it("leave a connection that serves on, however many were still to come", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { asked, next } = await openBatch({ query: "?stopOnError=true", agent });
    const many = Array.from({ length: 5_000 }, (_, index) => line(say(`${index} ${"x".repeat(1_000)}`))).join("");
    asked.end(`no JSON\n${many}`);
    expect(await next()).toMatchObject({ line: 1, ok: false });
    expect(await next()).toBeNull();
    const after = await openBatch({ agent });
    after.asked.end(line(say("after")));
    expect(await after.next()).toMatchObject({ ok: true });
    agent.destroy();
  });
});

describe("a batch that cannot go on", () => {
  it("ends when its key is revoked", async () => {
    const key = await http.ring.create({ name: "job" });
    const { next, asked } = await openBatch({ key });
    asked.write(line(say("one")));
    expect(await next()).toMatchObject({ ok: true });
    await http.ring.revoke("job");
    http.clock.now += 1_000;
    asked.write(line(say("two")) + line(say("three")));
    expect(await next()).toMatchObject({ line: 2, ok: false, error: { code: "unauthenticated" } });
    expect(await next()).toBeNull();
    expect(announced).toEqual(["one"]);
  });

  it("is ended cleanly by a drain: what is under way is told, and where it ended", async () => {
    const released = Promise.withResolvers<void>();
    hold = released.promise;
    const { asked, next } = await openBatch();
    asked.write(line(say("one")));
    await vi.waitUntil(() => announced.length === 1);
    http.drain();
    released.resolve();
    expect(await next()).toMatchObject({ line: 1, ok: true });
    expect(await next()).toMatchObject({ index: 1, ok: false, error: { code: "unavailable", temporary: true } });
    expect(await next()).toBeNull();
    asked.end();
  });

  it("begins nothing more when its client has gone", async () => {
    const released = Promise.withResolvers<void>();
    hold = released.promise;
    const { asked } = await openBatch();
    asked.write(line(say("one")));
    await vi.waitUntil(() => announced.length === 1);
    asked.on("error", () => {});
    asked.destroy();
    await vi.waitUntil(async () => (await metric("in_flight")) === 'hubbub_emitter_in_flight{verb="announce"} 0');
    expect(announced).toEqual(["one"]);
  });
});

async function metric(name: string): Promise<string | undefined> {
  const { text } = await http.ask("/metrics", { key: null });
  return text.split("\n").find(row => row.startsWith(`hubbub_emitter_${name}{`));
}
