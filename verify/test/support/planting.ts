import { join } from "node:path";
import { rootDir } from "@hubbub/stack";

/** Settings of a replica that loads this file of `verify/faults`. */
export const planted = (fault: string | undefined): Record<string, string> =>
  fault === undefined ? {} : { NODE_OPTIONS: `--import=${join(rootDir, "verify/faults", fault)}` };
