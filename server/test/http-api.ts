import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Session, WireError } from "@hubbub/protocol";
import { Accounts, connectRedis, Directory, Keys, RateLimiter, Rooms, Sessions } from "@hubbub/store";
import { createAuth } from "../src/auth/auth.ts";
import { readConfig } from "../src/config.ts";
import { createHttpApp } from "../src/http/app.ts";
import { createLogger } from "../src/observability/logger.ts";
import { createMetrics } from "../src/observability/metrics.ts";

export const secrets = ["a secret that only these tests know"];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Of any shape that the API answers with; a test looks at the one it expects. */
  readonly body: Partial<Session> & { error?: WireError; rooms?: unknown; reasons?: string[] };
  /** `name=value` of the cookie that was set, as a browser would send it back. */
  readonly cookie: string | undefined;
}

export interface Call {
  readonly body?: unknown;
  /** Sent as it stands, in place of `body`. */
  readonly raw?: string;
  readonly token?: string | undefined;
  readonly cookie?: string | undefined;
  readonly headers?: Record<string, string>;
}

/** The HTTP side of a replica over the real store, on a port of its own. */
export interface Api {
  readonly url: string;
  /** The sessions that were signed out, in order. */
  readonly signedOut: readonly string[];
  readonly readiness: { ready: boolean; reasons: string[] };
  /** Resolves when Redis serves this API (again). */
  served(): Promise<void>;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startApi(env: Record<string, string>): Promise<Api> {
  const config = readConfig({ SCRYPT_COST: "10", LOG_LEVEL: "silent", REPLICA_ID: "api", ...env });
  const link = connectRedis(config.store);
  const keys = new Keys(config.store.KEY_PREFIX);
  const signedOut: string[] = [];
  const readiness = { ready: true, reasons: [] as string[] };
  const metrics = createMetrics();
  const limits = { limiter: new RateLimiter(link, keys), now: Date.now };
  const auth = createAuth({
    ...limits,
    settings: config.auth,
    telemetry: metrics,
    secrets: { current: () => secrets },
    accounts: new Accounts(link, keys),
    sessions: new Sessions(link, keys),
    onSignOut: session => signedOut.push(session),
  });
  const app = createHttpApp({
    ...limits,
    auth,
    directory: new Directory(link, keys, new Rooms(link, keys, randomUUID)),
    readiness: () => readiness,
    metrics,
    logger: createLogger({ replica: config.replica, level: config.logLevel }),
    allowedOrigins: config.allowedOrigins,
    trustProxy: config.trustProxy,
    refreshMs: config.auth.refreshMs,
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), link.whenReady()]);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    signedOut,
    readiness,
    served: () => link.whenReady(),
    call: (method, path, call) => send(method, `${url}${path}`, call),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      await link.close();
    },
  };
}

async function send(method: string, url: string, { body, raw, token, cookie, headers }: Call = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined && raw === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : {},
    cookie: response.headers.getSetCookie()[0]?.split(";")[0],
  };
}
