import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import type { Clock } from "../domain/clock.ts";

interface Options {
  /** How many there are now. */
  readonly connections: () => number;
  readonly clock: Clock;
  readonly setFlag?: (flag: string) => void;
  readonly allocate?: () => void;
}

/** V8's memory reducer begins after 8 s of quiet. */
const lookEveryMs = 2_000;
/** What V8 remembers of a script has faded to exactly nothing after 107 s. */
const allocateEveryMs = 60_000;

/** What V8 throws away in any quiet moment else: the bytecode of functions, and what it knows of the shapes of objects. */
const staysWarm = ["--no-flush-bytecode", "--retain-maps-for-n-gc=100"];

/**
 * Has V8 do the right thing while a replica is quiet. With connections, it is to give back what the burst of their arrivals
 * left behind. Without any there is little to give back, and much to lose: once the shapes of objects are forgotten, code
 * that was optimized for them is too, and the crowd that comes next pays for it (docs/bench.md has figures).
 */
export function tendMemory({
  connections,
  clock,
  setFlag = setFlagsFromString,
  allocate = allocateNative,
}: Options): void {
  for (const flag of staysWarm) setFlag(flag);
  repeat(clock, allocateEveryMs, allocate);
  repeat(clock, lookEveryMs, () =>
    setFlag(connections() > 0 ? "--memory-reducer-favors-memory" : "--no-memory-reducer-favors-memory"),
  );
}

/**
 * The memory reducer of Node 24 takes an allocation rate of exactly zero for a high one, and waits (to be seen with
 * `--trace-memory-reducer --trace-mutator-utilization`). The rate is that of V8's heap of native objects, where Node
 * puts nothing but the scripts of `node:vm`: one a minute keeps it above zero.
 */
function allocateNative(): void {
  void new Script("");
}

function repeat(clock: Clock, everyMs: number, run: () => void): void {
  run();
  clock.after(everyMs, () => repeat(clock, everyMs, run));
}
