import { Command, CommanderError } from "commander";
import type { EmitterOptions } from "../connect.ts";
import type { Emitter, Receipt, Target } from "../types.ts";
import { readText, targetArgument } from "./arguments.ts";
import { exitCodeOf, exitCodes, exitCodesHelp } from "./exit-codes.ts";

/** What the command line touches outside of itself. */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: (text: string) => void;
  readonly complain: (text: string) => void;
  /** What the options do not say, the environment does. Throws a sentence that names a wrong variable. */
  readonly connect: (options: EmitterOptions) => Emitter;
}

interface Flags {
  readonly redisUrl?: string;
  readonly keyPrefix?: string;
  readonly json?: boolean;
  readonly idempotencyKey?: string;
  readonly id?: boolean;
  readonly kind?: string;
  readonly title?: string;
}

/** What a subcommand does with its emitter, and the line it says afterwards. */
type Task<R extends Receipt> = (emitter: Emitter, text: string) => Promise<{ receipt: R; line: string }>;

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

function createProgram(world: World): Command {
  const program = new Command("hubbub-emit")
    .description("Reach people in Hubbub from a job, without holding a connection. Text - reads standard input.")
    .addHelpText("after", exitCodesHelp)
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.complain });
  const verb = (name: string, description: string) =>
    withCommonOptions(program.command(name).description(description).addHelpText("after", exitCodesHelp));
  addAnnounce(verb("announce", "say something in a room; it stays in the room's history"), world);
  addMessage(verb("message", "write to one person; it stays in their history"), world);
  addNotify(verb("notify", "show something that passes to those who are connected now"), world);
  return program;
}

const withCommonOptions = (command: Command): Command =>
  command
    .option("--json", "print the receipt as JSON")
    .option("--redis-url <url>", "where Redis is (default: $REDIS_URL, else redis://127.0.0.1:6380)")
    .option("--key-prefix <prefix>", "of the deployment's keys (default: $KEY_PREFIX, else hubbub)");

const withIdempotencyKey = (command: Command): Command =>
  command.option("--idempotency-key <key>", "the same key again is the same message, so a retry is harmless");

function addAnnounce(command: Command, world: World): void {
  withIdempotencyKey(command)
    .argument("<room>", "id of a public or private room")
    .argument("<text>")
    .action((room: string, text: string, flags: Flags) =>
      perform(world, flags, text, async (emitter, said) => {
        const receipt = await emitter.announce(room, said, flags);
        return { receipt, line: `Announced in ${room}, message ${receipt.seq}.` };
      }),
    );
}

function addMessage(command: Command, world: World): void {
  withIdempotencyKey(command)
    .argument("<user>", "name of the person")
    .argument("<text>")
    .option("--id", "<user> is an id, not a name")
    .action((user: string, text: string, flags: Flags) =>
      perform(world, flags, text, async (emitter, said) => {
        const receipt = await emitter.message(flags.id ? user : { name: user }, said, flags);
        return { receipt, line: `Written to ${user}, message ${receipt.seq}.` };
      }),
    );
}

function addNotify(command: Command, world: World): void {
  command
    .argument("<target>", "user:<name>, room:<id> or everyone", targetArgument)
    .argument("<text>")
    .option("--title <title>", "the line above the text")
    .option("--kind <kind>", "one lower-case word (default: info)")
    .action((target: Target, text: string, flags: Flags) =>
      perform(world, flags, text, async (emitter, said) => {
        const receipt = await emitter.notify(target, { kind: flags.kind, title: flags.title, text: said });
        return { receipt, line: noticeLine(receipt.receivers) };
      }),
    );
}

function noticeLine(replicas: number): string {
  if (replicas === 0) return "Nobody can have seen it: no replica is running.";
  return `Handed to ${replicas} ${replicas === 1 ? "replica" : "replicas"}.`;
}

async function perform<R extends Receipt>(world: World, flags: Flags, text: string, task: Task<R>): Promise<void> {
  const said = text === "-" ? await readText(world.stdin) : text;
  const emitter = world.connect({ redisUrl: flags.redisUrl, keyPrefix: flags.keyPrefix });
  try {
    const { receipt, line } = await task(emitter, said);
    world.out(`${flags.json ? JSON.stringify(receipt) : line}\n`);
  } finally {
    await emitter.close();
  }
}
