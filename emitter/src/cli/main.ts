/** The command line: `hubbub-emit`. Run by bin/hubbub-emit.mjs. */

import { open } from "node:fs/promises";
import { HubbubError } from "@hubbub/protocol";
import { readConfig } from "../config.ts";
import { connectEmitter } from "../connect.ts";
import { openEpochs } from "../epochs.ts";
import { openKeyRing } from "../service/keys/open.ts";
import { run } from "./program.ts";
import { noProgress, terminalProgress } from "./progress.ts";
import { runTraced } from "./traced.ts";
import type { Input, Whereabouts, World } from "./world.ts";

/** From its start on, the command takes less than 5 seconds to say that Redis is away. */
const promisedMs = 4_000;

const patienceMs = () => Math.max(1_000, promisedMs - performance.now());
const complain = (text: string) => void process.stderr.write(text);

// Whoever reads what is printed may go before it is all there.
process.stdout.on("error", () => process.exit(1));

const world: World = {
  stdin: process.stdin,
  out: text => void process.stdout.write(text),
  complain,
  openFile,
  connect: options => connectEmitter({ ...options, patienceMs: patienceMs() }),
  openKeys: options => openKeyRing(configOf(options), patienceMs()),
  openEpochs: options => openEpochs(configOf(options), patienceMs()),
  startProgress: size =>
    process.stderr.isTTY ? terminalProgress(process.stderr, size, Date.now) : noProgress(complain),
  interruption,
};
const code = await runTraced(process.env, complain, () => run(process.argv.slice(2), world));

// Everything is said and closed; a connection to a Redis that is away may take seconds to let go.
process.exit(code);

function configOf({ redisUrl = process.env.REDIS_URL, keyPrefix = process.env.KEY_PREFIX }: Whereabouts) {
  return readConfig({ ...process.env, REDIS_URL: redisUrl, KEY_PREFIX: keyPrefix });
}

async function openFile(path: string): Promise<Input> {
  try {
    const file = await open(path);
    const { size } = await file.stat();
    return { chunks: file.createReadStream(), size };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HubbubError("not_found", `${path} cannot be read: ${reason}`);
  }
}

/** The first signal asks it to end, the second ends it. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
