import type { Audit } from "../crew/orders.ts";
import type { LoadOptions } from "../options.ts";
import type { Course } from "./course.ts";

/** All that is known when a run is over. */
export interface Outcome {
  readonly options: LoadOptions;
  readonly workers: number;
  readonly began: Date;
  /** What the machine was busy with already. */
  readonly loadBefore: number;
  readonly course: Course;
  readonly audit: Audit;
  readonly faults: readonly string[];
  readonly isInterrupted: boolean;
}
