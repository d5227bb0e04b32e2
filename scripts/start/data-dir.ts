import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join, relative } from "node:path";

const leastFree = 64 * 1024 * 1024;

/** Makes the directory, in one that is there, or rejects with a sentence when nothing can be kept there. */
export async function prepareDataDir(dir: string): Promise<void> {
  const probe = join(dir, ".probe");
  try {
    // Not recursive: that hides the reason, and never ends below /proc.
    if (!existsSync(dir)) await mkdir(dir, { mode: 0o700 });
    await writeFile(probe, Buffer.alloc(64 * 1024));
    await rm(probe);
  } catch (error) {
    throw new Error(`Nothing can be written to ${dir}: ${reasonOf(error)}.`);
  }
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize < leastFree) throw new Error(`The disk of ${dir} is full: less than 64 MB are free.`);
}

/**
 * Keeps a second start away from the same data. The lock is a listening socket: it ends with this process,
 * however that ends. Resolves with how to release it.
 */
export async function lockDataDir(dir: string): Promise<() => Promise<void>> {
  // Relative, because the path of a socket may have about 100 characters only.
  const path = relative(process.cwd(), join(dir, "lock"));
  if (await answers(path)) throw new Error(`Hubbub runs already on the data in ${dir}; stop it first (ctrl-C there).`);
  await rm(path, { force: true });
  const server = createServer(socket => socket.end()).listen(path);
  await once(server, "listening");
  server.unref();
  return async () => {
    server.close();
    await once(server, "close");
  };
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full";
  if (code === "EROFS") return "the disk is read-only";
  if (code === "EACCES" || code === "EPERM") return "this user may not";
  if (code === "ENOENT") return "the directory above it does not exist";
  if (code === "ENOTDIR" || code === "EEXIST") return "it is not a directory";
  return String(error);
}
