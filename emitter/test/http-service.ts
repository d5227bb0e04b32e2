import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HubbubError } from "@hubbub/protocol";
import { pino } from "pino";
import { CallLog } from "../src/call-log.ts";
import { createApp } from "../src/service/app.ts";
import { KeyRing } from "../src/service/keys/key-ring.ts";
import { Metrics } from "../src/service/metrics.ts";
import { observed } from "../src/service/observed.ts";
import { openApiDocument } from "../src/service/openapi/document.ts";
import { paceOf } from "../src/service/pace.ts";
import type { Emitter } from "../src/types.ts";
import { Contract } from "./contract.ts";

export interface Asked {
  readonly method?: string;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The first key by default; null for none. */
  readonly key?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, parsed, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the test is about
  readonly body: any;
}

export const contract = new Contract(openApiDocument());

/** Asks a service; every answer is held to the document. */
export async function ask(url: string, path: string, asked: Asked = {}): Promise<Answered> {
  const { method = "GET", body, headers = {}, key = "the-first-key" } = asked;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  contract.check(method, new URL(response.url).pathname, response.status, type, text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: type.includes("json") ? parsed(text) : null,
  };
}

const parsed = (text: string): unknown => {
  const values = text
    .split("\n")
    .filter(Boolean)
    .map(line => JSON.parse(line));
  return values.length === 1 ? values[0] : values;
};

interface Bounds {
  /** What a key may ask at once. */
  readonly burst: number;
  readonly retryAfterMs: number;
  readonly mostCalls: number;
}

/** The service's HTTP over an emitter and keys in memory, on a port of its own. */
export async function openHttp(emitter: Emitter, given: Partial<Bounds> = {}) {
  const bounds = { burst: 10_000, retryAfterMs: 1_500, mostCalls: 5_000, ...given };
  const metrics = new Metrics(() => emitter.isReady());
  const draining = new AbortController();
  const clock = { now: 0 };
  const ring = ringInMemory();
  const logger = pino({ level: "silent" });
  const calls = new CallLog(logger);
  const app = createApp({
    emitter: observed(emitter, metrics, calls),
    gate: { ring, firstKeys: async () => ["the-first-key"], onFailure: reason => metrics.authFailed(reason) },
    pace: paceOf({
      limiter: bucketsOf(bounds),
      rule: { burst: bounds.burst, perSecond: 1 },
      now: () => clock.now,
      onLimited: key => metrics.rateLimited(key),
    }),
    metrics,
    ...{ calls, logger },
    mostCalls: bounds.mostCalls,
    draining: draining.signal,
    now: () => clock.now,
  });
  const server = createServer(app);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, ring, clock, app },
    ask: (path: string, asked?: Asked) => ask(url, path, asked),
    drain: () => draining.abort(new HubbubError("unavailable", "The service is draining.")),
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function ringInMemory(): KeyRing {
  const records = new Map<string, string>();
  let secrets = 0;
  return new KeyRing({
    keys: {
      add: async (name, record) => !records.has(name) && Boolean(records.set(name, record)),
      find: async name => records.get(name) ?? null,
      all: async () => records,
      remove: async name => records.delete(name),
    },
    newSecret: () => `${secrets++}`.padStart(43, "_"),
    now: () => 0,
  });
}

/** Buckets that are full again after a refusal. */
function bucketsOf({ burst, retryAfterMs }: Bounds) {
  const taken = new Map<string, number>();
  return {
    async take(bucket: string) {
      const count = (taken.get(bucket) ?? 0) + 1;
      taken.set(bucket, count > burst ? 0 : count);
      if (count > burst) throw new HubbubError("rate_limited", "Too much at once.", { retryAfterMs });
    },
  };
}
