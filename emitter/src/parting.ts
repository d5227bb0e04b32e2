import { setTimeout } from "node:timers/promises";
import type { RedisLink } from "@hubbub/store";

/** So long closing waits for a Redis that does not even say good-bye. */
const partingMs = 200;

/** Closes a link. One that breaks while it is closed is closed, too. */
export async function part(redis: Pick<RedisLink, "close">): Promise<void> {
  const parted = new AbortController();
  const late = setTimeout(partingMs, undefined, { signal: parted.signal });
  await Promise.race([redis.close(), late]).catch(() => {});
  parted.abort();
}
