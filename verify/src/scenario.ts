import type { Stage } from "./stage.ts";
import type { WorldOptions } from "./world.ts";

/** Something that happens to people who talk, after which nothing may be lost, doubled or out of order. */
export interface Scenario {
  /** In kebab-case, unique. */
  readonly name: string;
  /** What happens, for a reader of the table. */
  readonly says: string;
  readonly world?: WorldOptions;
  /** Part of the short cut that runs in `npm test`. */
  readonly isShort?: boolean;
  /** History is really trimmed or wiped here, so that clients may be told `recovered: false`. */
  readonly mayResync?: boolean;
  /** What has to be reached beyond the contract, in ms; not in the short cut, which runs on machines that are busy. */
  readonly recoveryP99?: number;
  /** How many tries anybody's return may take, at most. */
  readonly mostTries?: number;
  /** It needs the machine for itself: it is large, or what it shows is a matter of time. */
  readonly isApart?: boolean;
  run(stage: Stage): Promise<void>;
}
