import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

const secretName = /^[a-z0-9][a-z0-9-]*$/;

/**
 * The secret `<dir>/<name>`, made at its first use: 32 random bytes as base64url, readable by the owner only.
 * Processes that start at the same moment agree on one, and never see a part of it.
 */
export async function readSecret(dir: string, name: string): Promise<string> {
  if (!secretName.test(name)) throw new Error(`"${name}" is not the name of a secret.`);
  const path = join(dir, name);
  const secret = (await contentOf(path)) ?? (await make(dir, path));
  if (secret === "") throw new Error(`The secret file ${path} is empty.`);
  return secret;
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Writes the whole secret beside its place and links it there: `link` fails where somebody was first. */
async function make(dir: string, path: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString("base64url");
  const draft = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${secret}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
    return secret;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    return (await readFile(path, "utf8")).trim();
  } finally {
    await rm(draft, { force: true });
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
