import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { firstKeyName } from "./key-ring.ts";

const readEveryMs = 1_000;

/** The lines of the first key's file now, read at most once a second: each is that key. None while there is no file. */
export function firstKeysIn(secretsDir: string, now: () => number): () => Promise<readonly string[]> {
  const path = join(secretsDir, firstKeyName);
  let texts: Promise<readonly string[]> = Promise.resolve([]);
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - readAt >= readEveryMs) {
      readAt = now();
      texts = linesOf(path);
    }
    return texts;
  };
}

async function linesOf(path: string): Promise<string[]> {
  try {
    const lines = (await readFile(path, "utf8")).split("\n");
    return lines.map(line => line.trim()).filter(line => line !== "");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
