import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Redis, startRedis } from "./redis.ts";
import { commandRedis, untilRedis } from "./redis-command.ts";

export interface RestorableRedis extends Redis {
  /** Copies its files while it runs, as docs/operations.md says. */
  backUp(): Promise<void>;
  /** Ends it, and starts it with the files of the backup: whatever it was told since is lost. */
  restore(): Promise<void>;
}

const files = "appendonlydir";

/** A Redis that keeps what it acked, and a place for one backup of it. */
export async function startRestorableRedis(): Promise<RestorableRedis> {
  const dir = await mkdtemp(join(tmpdir(), "hubbub-restorable-"));
  const [live, copy] = [join(dir, files), join(dir, "backup")];
  const redis = await startRedis({ dir });
  const stop = redis.stop.bind(redis);
  const command = (line: string) => commandRedis(redis.port, line);
  return Object.assign(redis, {
    async backUp() {
      await command("CONFIG SET auto-aof-rewrite-percentage 0");
      await untilRedis(redis.port, "INFO persistence", /aof_rewrite_in_progress:0/);
      await cp(live, copy, { recursive: true });
      await command("CONFIG SET auto-aof-rewrite-percentage 100");
    },
    async restore() {
      await redis.kill();
      await rm(live, { recursive: true });
      await cp(copy, live, { recursive: true });
      await redis.start();
    },
    async stop() {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  });
}
