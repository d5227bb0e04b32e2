import type { Command } from "commander";
import { handedTo, personOf } from "./saying.ts";
import { type CommonFlags, type World, withEmitter } from "./world.ts";

interface Flags extends CommonFlags {
  readonly id?: boolean;
}

const withUser = (command: Command, description: string): Command =>
  command
    .description(description)
    .argument("<user>", "name of the person")
    .option("--id", "<user> is an id, not a name");

export function addDisconnect(command: Command, world: World): void {
  withUser(command, "end all connections of a person, who may come back").action((user: string, flags: Flags) =>
    withEmitter(world, flags, async emitter => {
      const receipt = await emitter.disconnect(personOf(user, flags));
      return { json: receipt, words: handedTo(receipt.receivers) };
    }),
  );
}

export function addJoin(command: Command, world: World): void {
  withUser(command, "make a person a member of a room")
    .argument("<room>", "id of a public or private room")
    .action((user: string, room: string, flags: Flags) =>
      withEmitter(world, flags, async emitter => {
        const receipt = await emitter.join(personOf(user, flags), room);
        return { json: receipt, words: `${receipt.user.name} is in ${room}.` };
      }),
    );
}

export function addLeave(command: Command, world: World): void {
  withUser(command, "end a person's membership of a room")
    .argument("<room>", "id of a public or private room")
    .action((user: string, room: string, flags: Flags) =>
      withEmitter(world, flags, async emitter => {
        const receipt = await emitter.leave(personOf(user, flags), room);
        return { json: receipt, words: `${receipt.user.name} is not in ${room}.` };
      }),
    );
}
