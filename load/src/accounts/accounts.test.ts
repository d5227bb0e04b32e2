import { createHmac } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isUserId } from "@hubbub/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keptPassword, readKey } from "./accounts.ts";
import { mint } from "./minting.ts";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hubbub-load-"));
});

afterAll(() => rm(dir, { recursive: true }));

describe("the key of the deployment", () => {
  it("is the oldest while several hold, for tokens that name none", async () => {
    expect(await readKey(dir)).toBeNull();
    await writeFile(join(dir, "jwt"), "new\nold\n");
    expect(await readKey(dir)).toBe("old");
  });

  it("signs tokens of always the same person under a name", () => {
    const [header = "", claims = "", signature] = mint("key", "load-2x1-user-0", 1_500).split(".");
    const { sub, name, iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
    expect(isUserId(sub)).toBe(true);
    expect({ name, iat }).toEqual({ name: "load-2x1-user-0", iat: 1 });
    expect(exp).toBeGreaterThan(86_400);
    expect(signature).toBe(createHmac("sha256", "key").update(`${header}.${claims}`).digest("base64url"));
    expect(mint("key", "load-2x1-user-0", 1_500)).toBe(mint("key", "load-2x1-user-0", 1_500));
  });
});

it("keeps one password for all who signed up, for their owner only", async () => {
  const file = join(dir, "data/load-password");
  const password = await keptPassword(file);
  expect(password).toHaveLength(24);
  expect(await keptPassword(file)).toBe(password);
  expect((await stat(file)).mode & 0o077).toBe(0);
});
