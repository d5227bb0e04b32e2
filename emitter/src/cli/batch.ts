import { HubbubError, type WireError } from "@hubbub/protocol";
import type { Command } from "commander";
import { type PlacedOutcome, RequestBatch } from "../service/batch/batch.ts";
import { type Entry, entriesOfLines } from "../service/batch/entries.ts";
import { BatchFailure } from "./exit-codes.ts";
import type { Progress } from "./progress.ts";
import { type CommonFlags, type Input, type World, whereabouts } from "./world.ts";

interface Flags extends CommonFlags {
  readonly stopOnError?: boolean;
  readonly idempotencyKey?: string;
}

const examples = `
One call a line, as JSON:
  {"verb": "announce", "room": "general", "text": "Deploy at 17:00"}
  {"verb": "message", "user": {"name": "ada"}, "text": "Your export is ready"}
  {"verb": "notify", "target": "everyone", "text": "Back at five", "title": "Maintenance"}
  {"verb": "join", "user": {"name": "ada"}, "room": "reports"}     also leave; disconnect has no room
Calls to one room or person keep their order. A line that fails is told by its number, and the others go on.`;

export function addBatch(command: Command, world: World): void {
  command
    .description("perform the calls of a file, one a line")
    .argument("[file]", "newline-delimited JSON; - or nothing reads standard input", "-")
    .option("--stop-on-error", "begin no call after one that failed")
    .option(
      "--idempotency-key <key>",
      "line 7 has the key <key>:7 if it brings none, so the same file again is harmless",
    )
    .addHelpText("after", examples)
    .action(async (file: string, flags: Flags) => {
      const input = file === "-" ? { chunks: world.stdin, size: undefined } : await world.openFile(file);
      const tally = new Tally(world, flags, world.startProgress(input.size));
      try {
        await perform(world, flags, input, tally);
      } finally {
        tally.end();
      }
      if (tally.worst) throw new BatchFailure(tally.summary, tally.worst);
      if (!flags.json) world.out(`${tally.summary}\n`);
    });
}

async function perform(world: World, flags: Flags, { chunks }: Input, tally: Tally): Promise<void> {
  const emitter = world.connect(whereabouts(flags));
  const stopping = new AbortController();
  const interruption = world.interruption();
  interruption.addEventListener("abort", () => stopping.abort(new HubbubError("unavailable", "Interrupted.")));
  const parts = { emitter, admit: async () => {}, mostCalls: Number.POSITIVE_INFINITY, onRefusal: () => {} };
  const batch = new RequestBatch({ ...parts, draining: stopping.signal }, flags, outcome => {
    tally.count(outcome);
    if (outcome.ok || outcome.error.code !== "unavailable") return;
    // Redis stays away longer than a call waits: all that follow would wait for it, too.
    stopping.abort(new HubbubError("unavailable", "This line and those after it did not begin."));
  });
  try {
    await batch.run(withKeys(entriesOfLines(tally.counted(chunks)), flags.idempotencyKey));
  } finally {
    await emitter.close();
  }
}

async function* withKeys(entries: AsyncIterable<Entry>, prefix: string | undefined): AsyncGenerator<Entry, void> {
  for await (const entry of entries) {
    const { call, line } = entry;
    const isDurable = !(call instanceof HubbubError) && (call.verb === "announce" || call.verb === "message");
    if (prefix === undefined || !isDurable || call.idempotencyKey !== undefined) yield entry;
    else yield { ...entry, call: { ...call, idempotencyKey: `${prefix}:${line}` } };
  }
}

/** Tells each outcome as it comes, and sums them up. */
class Tally {
  readonly #world: World;
  readonly #flags: Flags;
  readonly #progress: Progress;
  #done = 0;
  #failed = 0;
  #bytes = 0;
  /** Of those that failed, the one to act on first. */
  worst: WireError | undefined;

  constructor(world: World, flags: Flags, progress: Progress) {
    this.#world = world;
    this.#flags = flags;
    this.#progress = progress;
  }

  get summary(): string {
    return `${this.#done} done, ${this.#failed} failed.`;
  }

  count(outcome: PlacedOutcome): void {
    if (outcome.ok) this.#done += 1;
    else this.#fail(outcome.error);
    const { index, line = index + 1, ...rest } = outcome;
    if (this.#flags.json) this.#world.out(`${JSON.stringify({ line, ...rest })}\n`);
    else if (!outcome.ok) this.#progress.tell(`${placed(outcome.error.message, line)}\n`);
    this.#progress.update(this.#bytes, this.summary);
  }

  async *counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  end(): void {
    this.#progress.end();
  }

  #fail(error: WireError): void {
    this.#failed += 1;
    if (this.worst === undefined || (error.temporary && !this.worst.temporary)) this.worst = error;
  }
}

/** A refusal of what is no call names its line already. */
const placed = (message: string, line: number): string =>
  message.startsWith(`line ${line}`) ? message : `line ${line}: ${message}`;
