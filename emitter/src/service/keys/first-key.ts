import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { firstKeyName } from "./key-ring.ts";

const readEveryMs = 1_000;

/** What the file of the first key says now, read at most once a second; null while there is no file. */
export function firstKeyIn(secretsDir: string, now: () => number): () => Promise<string | null> {
  const path = join(secretsDir, firstKeyName);
  let text: Promise<string | null> = Promise.resolve(null);
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - readAt >= readEveryMs) {
      readAt = now();
      text = contentOf(path);
    }
    return text;
  };
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim() || null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
