/** Loaded into a replica: no message is broadcast to anybody. */
import { overBroadcasts } from "./over-broadcasts.ts";

overBroadcasts(() => {});
