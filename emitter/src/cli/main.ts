/** The command line: `hubbub-emit`. Run by bin/hubbub-emit.mjs. */

import { writeSync } from "node:fs";
import { connectEmitter } from "../connect.ts";
import { run } from "./program.ts";

/** From its start on, the command takes less than 5 seconds to say that Redis is away. */
const promisedMs = 4_000;

const code = await run(process.argv.slice(2), {
  stdin: process.stdin,
  out: text => writeSync(process.stdout.fd, text),
  complain: text => writeSync(process.stderr.fd, text),
  connect: options => connectEmitter({ ...options, patienceMs: Math.max(1_000, promisedMs - performance.now()) }),
});

// Everything is said and closed; a connection to a Redis that is away may take seconds to let go.
process.exit(code);
