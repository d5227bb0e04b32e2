import type { Command } from "commander";
import { type CommonFlags, print, type World, whereabouts } from "./world.ts";

/** `restored`: for whoever gave Redis a backup. */
export function addRestored(command: Command, world: World): void {
  command
    .description("after Redis was given a backup: no client takes its logs for those that it knows")
    .action(async (flags: CommonFlags) => {
      const { endAll, close } = world.openEpochs(whereabouts(flags));
      try {
        const rooms = await endAll();
        const words = `${rooms} ${rooms === 1 ? "room begins" : "rooms begin"} a new epoch.`;
        print(world, flags, { json: { rooms }, words });
      } finally {
        await close();
      }
    });
}
