import { randomBytes } from "node:crypto";
import { unwatchFile, watchFile } from "node:fs";
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

/** Secrets that follow one another, and hold side by side meanwhile. */
export interface Secrets {
  /** One at least, in the order of the file; the same array until that changes. */
  current(): readonly string[];
  close(): void;
}

const lookEveryMs = 1_000;

/**
 * The lines of `<dir>/<name>`, which is made as {@link readSecret} says, and is read again whenever it changes. While it cannot be
 * read, or is empty, what it said before holds, and `onFault` is told.
 */
export async function openSecrets(dir: string, name: string, onFault: (fault: unknown) => void): Promise<Secrets> {
  let secrets = linesOf(await readSecret(dir, name));
  const path = join(dir, name);
  const read = async () => {
    const fresh = linesOf((await contentOf(path)) ?? "");
    if (fresh.length === 0) throw new Error(`The secret file ${path} is empty, or gone.`);
    if (fresh.join() !== secrets.join()) secrets = fresh;
  };
  const look = () => void read().catch(onFault);
  watchFile(path, { interval: lookEveryMs, persistent: false }, look);
  return { current: () => secrets, close: () => unwatchFile(path, look) };
}

const linesOf = (content: string): string[] =>
  content
    .split("\n")
    .map(line => line.trim())
    .filter(line => line !== "");

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
