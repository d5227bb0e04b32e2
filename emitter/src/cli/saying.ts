import type { Command } from "commander";
import type { Target, UserRef } from "../types.ts";
import { readText, targetArgument } from "./arguments.ts";
import { type CommonFlags, type World, withEmitter } from "./world.ts";

interface Flags extends CommonFlags {
  readonly idempotencyKey?: string;
  readonly id?: boolean;
  readonly kind?: string;
  readonly title?: string;
}

const withIdempotencyKey = (command: Command): Command =>
  command.option("--idempotency-key <key>", "the same key again is the same message, so a retry is harmless");

export function addAnnounce(command: Command, world: World): void {
  withIdempotencyKey(command)
    .description("say something in a room; it stays in the room's history")
    .argument("<room>", "id of a public or private room")
    .argument("<text>", "- reads standard input")
    .action(async (room: string, text: string, flags: Flags) => {
      const said = await textOf(world, text);
      await withEmitter(world, flags, async emitter => {
        const receipt = await emitter.announce(room, said, { idempotencyKey: flags.idempotencyKey });
        return { json: receipt, words: `Announced in ${room}, message ${receipt.seq}.` };
      });
    });
}

export function addMessage(command: Command, world: World): void {
  withIdempotencyKey(command)
    .description("write to one person; it stays in their history")
    .argument("<user>", "name of the person")
    .argument("<text>", "- reads standard input")
    .option("--id", "<user> is an id, not a name")
    .action(async (user: string, text: string, flags: Flags) => {
      const said = await textOf(world, text);
      await withEmitter(world, flags, async emitter => {
        const receipt = await emitter.message(personOf(user, flags), said, { idempotencyKey: flags.idempotencyKey });
        return { json: receipt, words: `Written to ${user}, message ${receipt.seq}.` };
      });
    });
}

export function addNotify(command: Command, world: World): void {
  command
    .description("show something that passes to those who are connected now")
    .argument("<target>", "user:<name>, room:<id> or everyone", targetArgument)
    .argument("<text>", "- reads standard input")
    .option("--title <title>", "the line above the text")
    .option("--kind <kind>", "one lower-case word (default: info)")
    .action(async (target: Target, text: string, flags: Flags) => {
      const said = await textOf(world, text);
      await withEmitter(world, flags, async emitter => {
        const receipt = await emitter.notify(target, { kind: flags.kind, title: flags.title, text: said });
        return { json: receipt, words: handedTo(receipt.receivers) };
      });
    });
}

export const personOf = (user: string, { id }: { readonly id?: boolean }): UserRef => (id ? user : { name: user });

export function handedTo(replicas: number): string {
  if (replicas === 0) return "Nobody can have seen it: no replica is running.";
  return `Handed to ${replicas} ${replicas === 1 ? "replica" : "replicas"}.`;
}

const textOf = async (world: World, text: string): Promise<string> => (text === "-" ? readText(world.stdin) : text);
