import type { EmitterOptions } from "../connect.ts";
import type { OpenEpochs } from "../epochs.ts";
import type { OpenKeyRing } from "../service/keys/open.ts";
import type { Emitter } from "../types.ts";
import type { Progress } from "./progress.ts";

/** Where bytes come from. */
export interface Input {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes there will be, where that is known. */
  readonly size: number | undefined;
}

export type Whereabouts = Pick<EmitterOptions, "redisUrl" | "keyPrefix">;

/** What the command line touches outside of itself. */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Rejects with a sentence when it cannot be read. */
  readonly openFile: (path: string) => Promise<Input>;
  /** What the options do not say, the environment does. Throws a sentence that names a wrong variable. */
  readonly connect: (options: Whereabouts) => Emitter;
  readonly openKeys: (options: Whereabouts) => OpenKeyRing;
  readonly openEpochs: (options: Whereabouts) => OpenEpochs;
  readonly startProgress: (size: number | undefined) => Progress;
  /** Aborted when somebody wants it to end. */
  readonly interruption: () => AbortSignal;
}

/** The options that every command has. */
export interface CommonFlags extends Whereabouts {
  readonly json?: boolean;
}

/** What a command found or did: for a program, and in words. */
export interface Report {
  readonly json: unknown;
  readonly words: string;
}

/** Runs what needs an emitter, prints what it reports, and leaves nothing open. */
export async function withEmitter(
  world: World,
  flags: CommonFlags,
  work: (emitter: Emitter) => Promise<Report>,
): Promise<void> {
  const emitter = world.connect(whereabouts(flags));
  try {
    print(world, flags, await work(emitter));
  } finally {
    await emitter.close();
  }
}

export function print({ out }: World, flags: CommonFlags, { json, words }: Report): void {
  out(`${flags.json ? JSON.stringify(json) : words}\n`);
}

export const whereabouts = ({ redisUrl, keyPrefix }: CommonFlags): Whereabouts => ({ redisUrl, keyPrefix });
