/** Redis is given a backup, as docs/operations.md says. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type RestorableRedis, rootDir } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

const run = promisify(execFile);
const command = join(rootDir, "emitter/bin/hubbub-emit.mjs");

export const redisRestored: Scenario = {
  name: "redis-restored",
  says: "replicas and Redis are stopped, Redis gets a backup of 2 s ago, all are started; the log outgrows what was told",
  mayResync: true,
  world: { backing: "restorable" },
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 40));
    await stage.strike(people, () => loseTwoSeconds(stage.world), { seconds: stage.size(4, 8) });
    await stage.talk(people, { seconds: stage.size(2, 4) });
  },
};

async function loseTwoSeconds(world: World): Promise<void> {
  const redis = restorable(world);
  await redis.backUp();
  await pause(2_000);
  await Promise.all(world.replicas.map(replica => replica.kill()));
  await redis.restore();
  await run(process.execPath, [command, "restored"], { env: { ...process.env, ...world.jobEnv } });
  await Promise.all(world.replicas.map(replica => replica.start()));
}

function restorable({ backing }: World): RestorableRedis {
  if (backing.restorable === undefined) throw new Error("Nothing can be restored in this world.");
  return backing.restorable;
}
