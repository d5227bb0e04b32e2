/** How the simulated users come by their tokens. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { nameOf, type Shape } from "../shape.ts";
import { mint } from "./minting.ts";

/** `key`: they are signed as a replica does it. Otherwise all have signed up, with this `password`. */
export type Credentials = { readonly key: string } | { readonly password: string };

/** The key of tokens that name none: the oldest, which stands last in its file. Null where it is not at hand. */
export async function readKey(secretsDir: string): Promise<string | null> {
  const content = await readFile(join(secretsDir, "jwt"), "utf8").catch(() => "");
  return content.trim().split(/\s+/).at(-1) || null;
}

/** Whether the replicas behind `url` take tokens of this key. Rejects where nothing answers there. */
export async function takesKey(url: string, key: string | null, shape: Shape): Promise<boolean> {
  const token = key === null ? "none" : mint(key, nameOf(shape, 0), Date.now());
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await fetch(`${url}/api/rooms`, { headers, signal: AbortSignal.timeout(10_000) });
  if (status >= 500) throw new Error(`It answers with status ${status}.`);
  return status === 200;
}

/** One for all of them, kept so that the next run can sign in. */
export async function keptPassword(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${randomBytes(18).toString("base64url")}\n`, { flag: "wx", mode: 0o600 }).catch(() => {});
  return (await readFile(file, "utf8")).trim();
}
