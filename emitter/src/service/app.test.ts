import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HubbubError } from "@hubbub/protocol";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeEmitter } from "../../test/fake-emitter.ts";
import { createApp } from "./app.ts";
import { createMetrics, observed } from "./metrics.ts";

let server: Server;
let url: string;
let fault: unknown;
let ready: boolean;
let calls: unknown[][];

const emitter = fakeEmitter({
  async announce(...call) {
    calls.push(call);
    if (fault !== undefined) throw fault;
    return { id: "i", room: call[0], epoch: "e", seq: 1 };
  },
  isReady: () => ready,
});

beforeEach(async () => {
  fault = undefined;
  ready = true;
  calls = [];
  const metrics = createMetrics(emitter.isReady);
  server = createServer(
    createApp({
      emitter: observed(emitter, metrics),
      apiKey: "the-key",
      registry: metrics.registry,
      logger: pino({ level: "silent" }),
      isDraining: () => false,
    }),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

async function post(body: string, headers: Record<string, string> = { authorization: "Bearer the-key" }) {
  const response = await fetch(`${url}/v1/rooms/general/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, body: await response.json() };
}

describe("POST /v1/rooms/{room}/messages", () => {
  it("answers 201 with the receipt", async () => {
    const answer = await post(JSON.stringify({ text: "Hello", idempotencyKey: "k" }));
    expect(answer).toEqual({ status: 201, body: { id: "i", room: "general", epoch: "e", seq: 1 } });
    expect(calls).toEqual([["general", "Hello", { idempotencyKey: "k" }]]);
  });

  it.each([[{}], [{ authorization: "Bearer wrong" }], [{ authorization: "the-key" }]])(
    "answers 401 to %j and calls nothing",
    async headers => {
      const answer = await post(JSON.stringify({ text: "Hello" }), headers);
      expect(answer).toMatchObject({ status: 401, body: { error: { code: "unauthenticated", temporary: false } } });
      expect(calls).toEqual([]);
    },
  );

  it.each([
    ["{", 400, "invalid_payload"],
    ["[]", 400, "invalid_payload"],
    ['{"text": 5}', 400, "invalid_payload"],
    [JSON.stringify({ text: "x".repeat(100_000) }), 413, "too_large"],
  ])("refuses the body %.12s with %i", async (body, status, code) => {
    expect(await post(body)).toMatchObject({ status, body: { error: { code } } });
  });

  it.each([
    [new HubbubError("not_found", "No such room."), 404, "not_found", false],
    [new HubbubError("unavailable", "Redis is away."), 503, "unavailable", true],
    [new Error("a secret detail"), 500, "internal", true],
  ])("answers %s with %i", async (thrown, status, code, temporary) => {
    fault = thrown;
    const answer = await post(JSON.stringify({ text: "Hello" }));
    expect(answer).toMatchObject({ status, body: { error: { code, temporary } } });
    expect(JSON.stringify(answer)).not.toContain("secret");
  });
});

describe("the probes", () => {
  it("is alive and not ready while Redis is away", async () => {
    ready = false;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    ready = true;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("counts receipts by verb and result", async () => {
    await post(JSON.stringify({ text: "Hello" }));
    fault = new HubbubError("not_found", "No such room.");
    await post(JSON.stringify({ text: "Hello" }));
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('hubbub_emitter_receipts_total{verb="announce",result="ok"} 1');
    expect(metrics).toContain('hubbub_emitter_receipts_total{verb="announce",result="not_found"} 1');
    expect(metrics).toContain('hubbub_emitter_seconds_count{verb="announce"} 2');
    expect(metrics).toContain("hubbub_emitter_redis_up 1");
  });

  it("answers an unknown address as not_found", async () => {
    const response = await fetch(`${url}/nowhere`);
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
  });
});
