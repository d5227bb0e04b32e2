/** What happens to batches of calls that jobs hand over: `hubbub-emit batch` in processes of its own. */
import { setTimeout as pause } from "node:timers/promises";
import { directRoomId, systemUser } from "@hubbub/protocol";
import type { Device } from "../device.ts";
import { type BatchCall, BatchRun } from "../job-batch.ts";
import type { Recorder } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** Half of it is said in the room, half to one person each. */
function batchFor(stage: Stage, people: readonly Device[], name: string): BatchCall[] {
  return Array.from({ length: stage.size(600, 3_000) }, (_, line): BatchCall => {
    const id = `${name}.${line}`;
    const { account } = stage.random.pick(people);
    return stage.random.next() < 0.5
      ? { id, room: "plaza", call: { verb: "announce", room: "plaza" } }
      : { id, room: directRoomId(account.id, systemUser.id), call: { verb: "message", user: account.id } };
  });
}

const noteSent = (job: Recorder, calls: readonly BatchCall[]): void => {
  for (const { id, room } of calls) job.note({ type: "sent", room, id });
};

/** As a job that is at hand: again and again with the same keys, until each call has its receipt. */
async function untilReceipted(stage: Stage, job: Recorder, calls: readonly BatchCall[]): Promise<void> {
  while (!(await BatchRun.start(stage.world, job, calls).isDone)) await pause(100);
}

/** People talk, and in the middle of a batch something happens; then it is done again with the same keys. */
const batches = (
  name: string,
  says: string,
  fault: (stage: Stage, run: BatchRun, calls: readonly BatchCall[], job: Recorder) => Promise<unknown>,
  more: Partial<Scenario> = {},
): Scenario => ({
  name,
  says,
  ...more,
  async run(stage) {
    const people = await stage.crowd(stage.size(8, 16), { lines: true });
    const job = stage.job("job");
    const calls = batchFor(stage, people, "job");
    noteSent(job, calls);
    await stage.underLoad(people, async () => {
      const run = BatchRun.start(stage.world, job, calls);
      await run.receipted(stage.random.between(1, calls.length / 2));
      await fault(stage, run, calls, job);
      await run.isDone;
      await untilReceipted(stage, job, calls);
    });
  },
});

const offline: Scenario = {
  name: "batch-for-the-absent",
  says: "half of the people are away while a batch is for them, and come back later",
  async run(stage) {
    const people = await stage.crowd(16, { lines: true });
    const job = stage.job("job");
    const [before, meanwhile] = [batchFor(stage, people, "before"), batchFor(stage, people, "meanwhile")];
    noteSent(job, [...before, ...meanwhile]);
    await untilReceipted(stage, job, before);
    const receipted = Promise.withResolvers<void>();
    const absent = people.slice(8).map(device => device.loseLine(receipted.promise));
    await untilReceipted(stage, job, meanwhile).finally(receipted.resolve);
    await Promise.all(absent);
  },
};

export const emitterBatchScenarios: readonly Scenario[] = [
  batches("batch-killed", "kill -9 of a job in mid-batch, which is done again", async (_stage, run) => run.kill(), {
    isShort: true,
  }),
  batches("batch-redis-restarts", "kill -9 of Redis in mid-batch, which is done again", async ({ world }) => {
    await world.redis.kill();
    await world.redis.start();
  }),
  batches("batch-twice", "two processes hand over one batch at once", (stage, _run, calls, job) =>
    untilReceipted(stage, job, calls),
  ),
  batches(
    "batch-rolling",
    "all replicas are replaced while a batch is done",
    async ({ world }) => {
      for (const site of [...world.sites]) await world.replaceReplica(site);
    },
    { world: { env: { PRESENCE_GRACE_MS: "500" } } },
  ),
  offline,
];
