import { check, type Verdict } from "./checker.ts";
import type { PresenceVerdict } from "./presence/judge.ts";
import { Random } from "./random.ts";
import { percentile, recoveryTimes } from "./recovery.ts";
import type { Scenario } from "./scenario.ts";
import { Stage, type StageOptions } from "./stage.ts";
import { mostTries } from "./tries.ts";
import { World } from "./world.ts";

export interface Outcome {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly verdict: Verdict;
  /** Null where nobody watched it. */
  readonly presence: PresenceVerdict | null;
  /** In ms; null where nobody lost a connection. */
  readonly recovery: { readonly p50: number; readonly p99: number } | null;
  /** The most that anybody's return took; null where nobody lost a connection. */
  readonly tries: number | null;
  /** Why it failed beyond the verdict: the scenario itself threw, or a goal was missed. */
  readonly failure: string | null;
  readonly seconds: number;
}

export const passed = ({ verdict, presence, failure }: Outcome): boolean =>
  verdict.violations.length + (presence?.violations.length ?? 0) === 0 && failure === null;

export interface RunOptions extends Pick<StageOptions, "isShort" | "hears" | "patience"> {
  readonly seed: number;
  /** Told of the world before anything happens in it. */
  readonly onWorld?: (world: World) => void;
}

/** One scenario in a world of its own, of which nothing is left. */
export async function runScenario(scenario: Scenario, { seed, onWorld, ...options }: RunOptions): Promise<Outcome> {
  const began = performance.now();
  const world = await World.open(scenario.world);
  onWorld?.(world);
  try {
    const stage = new Stage({ ...options, world, random: new Random(seed) });
    const failure = await scenario
      .run(stage)
      .then(() => null, asText)
      .finally(() => {});
    const presence = stage.presence();
    const history = await stage.end().finally(() => stage.clear());
    const verdict = check(history, { mayResync: scenario.mayResync ?? false });
    const times = recoveryTimes(history);
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    const recovery = p50 === null || p99 === null ? null : { p50, p99 };
    const tries = mostTries(history);
    const seconds = (performance.now() - began) / 1_000;
    return {
      scenario,
      seed,
      verdict,
      presence,
      recovery,
      tries,
      failure: failure ?? tooManyTries(scenario, tries) ?? (options.isShort ? null : tooSlow(scenario, recovery)),
      seconds,
    };
  } finally {
    await world.close();
  }
}

function tooManyTries({ mostTries }: Scenario, tries: number | null): string | null {
  if (mostTries === undefined) return null;
  if (tries === null) return nothingShown;
  return tries <= mostTries ? null : `Somebody's return took ${tries} tries; ${mostTries} are allowed.`;
}

function tooSlow({ recoveryP99 }: Scenario, recovery: Outcome["recovery"]): string | null {
  if (recoveryP99 === undefined) return null;
  if (recovery === null) return nothingShown;
  return recovery.p99 <= recoveryP99
    ? null
    : `The recovery took ${Math.round(recovery.p99)} ms at the 99th percentile; ${recoveryP99} ms are allowed.`;
}

const nothingShown = "Nobody lost a connection, so nothing was shown.";

const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
