import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Certificates,
  makeCertificates,
  type RedisGuard,
  startRedis,
  startRedisCluster,
  startSentinel,
} from "@hubbub/stack";
import { connectRedis, type RedisSettings } from "@hubbub/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const serverName = "redis.example.org";
const stops: (() => Promise<unknown>)[] = [];
let ours: Certificates;
let theirs: Certificates;

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-not-let-in-"));
  stops.push(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, "theirs"));
  ours = await makeCertificates(dir, serverName);
  theirs = await makeCertificates(join(dir, "theirs"), serverName);
});
afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const worlds = {
  single: (guard: RedisGuard) => startRedis({ guard }),
  sentinel: (guard: RedisGuard) => startSentinel({ guard }),
  cluster: (guard: RedisGuard) => startRedisCluster({ guard }),
};

/** What is said of an outage that begins with these settings. */
async function troubleWith(settings: RedisSettings): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const warn = (_: object, message: string) => {
    if (!message.startsWith("Redis is away")) resolve(message);
  };
  const link = connectRedis(settings, { logger: { info: () => {}, warn } });
  try {
    return await promise;
  } finally {
    await link.close();
  }
}

describe.each(["single", "sentinel", "cluster"] as const)("a %s Redis that does not let us in", kind => {
  let right: RedisSettings;
  beforeAll(async () => {
    const users = ["user hubbub on >secret ~* &* +@all"];
    const world = await worlds[kind]({ certificates: ours, users, sentinelUsers: users });
    stops.push(() => world.stop());
    right = {
      REDIS_URL: world.url.replace("://", "://hubbub:secret@"),
      REDIS_CA_FILE: ours.ca,
      REDIS_CERT_FILE: ours.client.cert,
      REDIS_KEY_FILE: ours.client.key,
      REDIS_SERVER_NAME: serverName,
      REDIS_SENTINEL_USERNAME: "hubbub",
      REDIS_SENTINEL_PASSWORD: "secret",
    };
    const link = connectRedis(right);
    await link.whenReady();
    await link.close();
  });

  it("says which certificate is not taken, by whom, and whose password", async () => {
    const { cert, key } = theirs.client;
    const wrong = [
      { REDIS_CA_FILE: theirs.ca },
      { REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key },
      { REDIS_CERT_FILE: undefined, REDIS_KEY_FILE: undefined },
      { REDIS_SERVER_NAME: "another.example.org" },
      { REDIS_URL: right.REDIS_URL.replace("secret", "guess") },
    ];
    const told = await Promise.all(wrong.map(settings => troubleWith({ ...right, ...settings })));
    expect(told).toEqual(
      [
        /look at REDIS_CA_FILE/,
        /look at REDIS_CERT_FILE/,
        /look at REDIS_CERT_FILE/,
        /REDIS_SERVER_NAME/,
        /password/,
      ].map(words => expect.stringMatching(words)),
    );
  });
});
