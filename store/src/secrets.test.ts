import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openSecrets, readSecret } from "./secrets.ts";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-secrets-"));
});

afterEach(() => rm(dir, { recursive: true }));

it("makes a secret of 32 bytes at its first use, and gives the same ever after", async () => {
  const secret = await readSecret(dir, "jwt");
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(await readSecret(dir, "jwt")).toBe(secret);
  expect(await readSecret(dir, "emitter")).not.toBe(secret);
});

it("makes the directory, and lets the owner alone read the file", async () => {
  await readSecret(join(dir, "new"), "jwt");
  expect((await stat(join(dir, "new", "jwt"))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dir, "new"))).mode & 0o777).toBe(0o700);
});

it("gives one secret to all who ask at once, and leaves no draft", async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => readSecret(dir, "jwt")));
  expect(new Set(secrets).size).toBe(1);
  expect(await readdir(dir)).toEqual(["jwt"]);
});

it("reads a secret that somebody put there", async () => {
  await writeFile(join(dir, "jwt"), "chosen by hand\n");
  expect(await readSecret(dir, "jwt")).toBe("chosen by hand");
});

it("refuses an empty file, and a name that is a path", async () => {
  await writeFile(join(dir, "jwt"), "\n");
  await expect(readSecret(dir, "jwt")).rejects.toThrow("is empty");
  await expect(readSecret(dir, "../jwt")).rejects.toThrow("not the name of a secret");
});

it("follows the lines of a file, and keeps what it said while nothing is to be read", async () => {
  const onFault = vi.fn();
  const secrets = await openSecrets(dir, "jwt", onFault);
  try {
    const [first] = secrets.current();
    await writeFile(join(dir, "jwt"), `the next one\n\n${first}\n`);
    await expect.poll(() => secrets.current(), { timeout: 10_000 }).toEqual(["the next one", first]);
    const known = secrets.current();
    await rm(join(dir, "jwt"));
    await expect.poll(() => onFault.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(secrets.current()).toBe(known);
    expect(await readdir(dir)).toEqual([]);
  } finally {
    secrets.close();
  }
});
