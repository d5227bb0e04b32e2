import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accessTo } from "./access.ts";

let dir: string;
let rubbish: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-access-"));
  rubbish = join(dir, "rubbish.pem");
  await writeFile(rubbish, "no certificate");
});
afterAll(() => rm(dir, { recursive: true }));

it.each([
  [{ REDIS_CA_FILE: "/nowhere/ca.pem" }, /^REDIS_CA_FILE: \/nowhere\/ca\.pem cannot be read \(ENOENT.*\)\.$/],
  [{ REDIS_CERT_FILE: "rubbish", REDIS_KEY_FILE: "rubbish" }, /^REDIS_CERT_FILE: this file holds no certificate/],
  [{ REDIS_CA_FILE: "rubbish" }, /^REDIS_CA_FILE: this file holds no certificate/],
  [{ REDIS_KEY_FILE: "rubbish" }, /^REDIS_CERT_FILE and REDIS_KEY_FILE: one is of no use without the other/],
])("says in one sentence what is wrong with %j", (files, sentence) => {
  const placed = Object.fromEntries(
    Object.entries(files).map(([name, path]) => [name, path === "rubbish" ? rubbish : path]),
  );
  expect(() => accessTo({ REDIS_URL: "rediss://redis", ...placed })).toThrow(sentence);
});

it("takes what is for TLS alone for a mistake where there is none", () => {
  const settings = { REDIS_URL: "redis://redis", REDIS_CA_FILE: rubbish };
  expect(() => accessTo(settings)).toThrow(/^REDIS_CA_FILE: is for TLS/);
});

it("speaks TLS to sentinels as to servers, and with another login", () => {
  const { options } = accessTo({
    REDIS_URL: "rediss+sentinel://user:secret@one,two/main",
    REDIS_SERVER_NAME: "redis.example.org",
    REDIS_SENTINEL_USERNAME: "watcher",
    REDIS_SENTINEL_PASSWORD: "seen",
  });
  const tls = { servername: "redis.example.org" };
  expect(options).toMatchObject({ username: "user", password: "secret", tls });
  expect(options).toMatchObject({ sentinelTLS: tls, sentinelUsername: "watcher", sentinelPassword: "seen" });
});
