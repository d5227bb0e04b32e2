/** Loaded into a replica: nobody is told who comes and goes. */
import { overBroadcasts } from "./over-broadcasts.ts";

overBroadcasts(() => {}, "presence:diff");
