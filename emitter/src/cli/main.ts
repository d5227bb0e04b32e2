/** The command line: `hubbub-emit`. Run by bin/hubbub-emit.mjs. */

import { connectEmitter } from "../connect.ts";
import { run } from "./program.ts";

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  out: text => process.stdout.write(text),
  complain: text => process.stderr.write(text),
  connect: connectEmitter,
});
