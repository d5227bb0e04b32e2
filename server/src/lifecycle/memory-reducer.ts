import { Script } from "node:vm";

/** What V8 remembers of a script has faded to exactly nothing after 107 s. */
const everyMs = 60_000;

/**
 * Has V8 give back what a burst of arrivals left behind, once it is quiet. Its memory reducer is there for that, but
 * that of Node 24 takes an allocation rate of exactly zero for a high one, and waits (to be seen with
 * `--trace-memory-reducer --trace-mutator-utilization`). The rate is that of V8's heap of native objects, where Node
 * puts nothing but the scripts of `node:vm`: one a minute keeps it above zero.
 */
export function keepMemoryReducerAwake(): void {
  const allocate = () => void new Script("");
  allocate();
  setInterval(allocate, everyMs).unref();
}
