/** Loaded into a replica: each second broadcast overtakes the one before, or waits for none after 200 ms. */
import { overBroadcasts } from "./over-broadcasts.ts";

let held: (() => void) | null = null;

overBroadcasts(broadcast => {
  const before = held;
  held = before === null ? broadcast : null;
  if (before === null) {
    setTimeout(() => {
      if (held !== broadcast) return;
      held = null;
      broadcast();
    }, 200);
  } else {
    broadcast();
    before();
  }
});
