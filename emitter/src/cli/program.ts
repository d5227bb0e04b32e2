import { Command, CommanderError } from "commander";
import { addBatch } from "./batch.ts";
import { exitCodeOf, exitCodes, exitCodesHelp } from "./exit-codes.ts";
import { addKeys } from "./keys.ts";
import { addHistory, addPresence } from "./looking.ts";
import { addDisconnect, addJoin, addLeave } from "./people.ts";
import { addRestored } from "./restored.ts";
import { addAnnounce, addMessage, addNotify } from "./saying.ts";
import type { World } from "./world.ts";

/** Resolves with the exit code. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  try {
    await createProgram(world).parseAsync([...argv], { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    world.complain(`hubbub-emit: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodeOf(error);
  }
}

const commands: readonly (readonly [name: string, add: (command: Command, world: World) => void])[] = [
  ["announce", addAnnounce],
  ["message", addMessage],
  ["notify", addNotify],
  ["disconnect", addDisconnect],
  ["join", addJoin],
  ["leave", addLeave],
  ["presence", addPresence],
  ["history", addHistory],
  ["batch", addBatch],
  ["restored", addRestored],
];

function createProgram(world: World): Command {
  const program = new Command("hubbub-emit")
    .description("Reach people in Hubbub from a job, without holding a connection. Text - reads standard input.")
    .addHelpText("after", exitCodesHelp)
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.complain });
  for (const [name, add] of commands) add(withCommonOptions(program.command(name)), world);
  addKeys(program.command("keys"), world, withCommonOptions);
  return program;
}

const withCommonOptions = (command: Command): Command =>
  command
    .option("--json", "print what it gives as JSON")
    .option("--redis-url <url>", "where Redis is (default: $REDIS_URL, else redis://127.0.0.1:6380)")
    .option("--key-prefix <prefix>", "of the deployment's keys (default: $KEY_PREFIX, else hubbub)")
    .addHelpText("after", exitCodesHelp);
