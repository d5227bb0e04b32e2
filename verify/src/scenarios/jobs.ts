/** What backend jobs do. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pause } from "../deadline.ts";
import type { Recorder } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** Announces over the emitter's HTTP, again and again under the same key, until there is a receipt. */
async function announce(world: World, recorder: Recorder, room: string, id: string): Promise<void> {
  const key = await readFile(join(world.secretsDir, "emitter"), "utf8");
  recorder.note({ type: "sent", room, id });
  for (;;) {
    const receipt = await post(`${world.emitter.url}/v1/rooms/${room}/messages`, key.trim(), id);
    if (receipt !== null) {
      recorder.note({ type: "acked", room, id, epoch: receipt.epoch, seq: receipt.seq });
      return;
    }
    await pause(50);
  }
}

/** Null where there was no receipt: the message may be in the log all the same. */
async function post(url: string, key: string, id: string): Promise<{ epoch: string; seq: number } | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ text: `announced ${id}`, idempotencyKey: id }),
      signal: AbortSignal.timeout(5_000),
    });
    return response.status === 201 ? ((await response.json()) as { epoch: string; seq: number }) : null;
  } catch {
    return null;
  }
}

const together: Scenario = {
  name: "jobs-and-people",
  says: "four jobs and the people write one room at once",
  isShort: true,
  world: { emitter: true },
  async run(stage) {
    const people = await stage.crowd(stage.size(8, 24));
    const jobs = Array.from({ length: 4 }, (_, index) => stage.job(`job${index}`));
    await stage.underLoad(people, () =>
      Promise.all(
        jobs.map(async job => {
          for (let line = 0; line < stage.size(10, 100); line += 1) {
            await announce(stage.world, job, "plaza", `${job.client}.${line}`);
          }
        }),
      ),
    );
  },
};

const killed: Scenario = {
  name: "emitter-killed",
  says: "kill -9 of the emitter in the middle of a burst, which is tried again",
  world: { emitter: true },
  async run(stage) {
    const people = await stage.crowd(16);
    const job = stage.job("job");
    const { emitter } = stage.world;
    const burst = async () => {
      const lines = Array.from({ length: 120 }, (_, line) => `job.${line}`);
      const announced = Promise.all(lines.map(id => announce(stage.world, job, "plaza", id)));
      await pause(stage.random.between(5, 40));
      await emitter.kill();
      await emitter.start();
      await announced;
    };
    await stage.strike(people, burst);
  },
};

const redisAway: Scenario = {
  name: "jobs-without-redis",
  says: "kill -9 of Redis while jobs and people write",
  world: { emitter: true },
  async run(stage) {
    const people = await stage.crowd(16);
    const job = stage.job("job");
    const write = async () => {
      for (let line = 0; line < 100; line += 1) {
        await announce(stage.world, job, "plaza", `job.${line}`);
        await pause(20);
      }
    };
    const fault = async () => {
      await pause(500);
      await stage.world.redis.kill();
      await stage.world.redis.start();
    };
    await stage.strike(people, () => Promise.all([write(), fault()]));
  },
};

export const jobScenarios: readonly Scenario[] = [together, killed, redisAway];
