/** Loaded into a replica: each message is broadcast twice. */
import { overBroadcasts } from "./over-broadcasts.ts";

overBroadcasts(broadcast => {
  broadcast();
  broadcast();
});
