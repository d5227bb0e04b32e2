import type { Message } from "@hubbub/protocol";
import type { Command } from "commander";
import type { HistoryPage, PersonPresence, RoomPresence, Target } from "../types.ts";
import { countArgument, subjectArgument } from "./arguments.ts";
import { type CommonFlags, type World, withEmitter } from "./world.ts";

interface HistoryFlags extends CommonFlags {
  readonly before?: number;
  readonly limit?: number;
}

export function addPresence(command: Command, world: World): void {
  command
    .description("say how a person is, or who is in a room")
    .argument("<whom>", "user:<name> or room:<id>", subjectArgument)
    .action((whom: Extract<Target, { user: unknown } | { room: unknown }>, flags: CommonFlags) =>
      withEmitter(world, flags, async emitter => {
        if ("room" in whom) {
          const presence = await emitter.presence(whom);
          return { json: presence, words: roomLine(presence) };
        }
        const presence = await emitter.presence(whom);
        return { json: presence, words: personLine(presence) };
      }),
    );
}

export function addHistory(command: Command, world: World): void {
  command
    .description("read what was said in a room, the newest last")
    .argument("<room>", "id of the room")
    .option("--before <seq>", "only what came before this message", countArgument)
    .option("--limit <count>", "how many messages (default: 50)", countArgument)
    .action((room: string, flags: HistoryFlags) =>
      withEmitter(world, flags, async emitter => {
        const page = await emitter.history(room, { before: flags.before, limit: flags.limit });
        return { json: page, words: pageLines(page) };
      }),
    );
}

function personLine({ user, state, lastSeen }: PersonPresence): string {
  const since = lastSeen === undefined ? "" : `, last seen ${new Date(lastSeen).toISOString()}`;
  return `${user.name} is ${state}${since}.`;
}

function roomLine({ room, count, online }: RoomPresence): string {
  const names = online?.map(({ name, away }) => (away ? `${name} (away)` : name)).join(", ");
  return `${count} online in ${room}${names ? `: ${names}` : "."}`;
}

function pageLines({ messages, more }: HistoryPage): string {
  const [first] = messages;
  if (first === undefined) return "Nothing was said.";
  const older = more ? [`Older ones: --before ${first.seq}`] : [];
  return [...older, ...messages.map(messageLine)].join("\n");
}

function messageLine({ seq, at, user, kind, text, target }: Message): string {
  const head = `${seq}  ${new Date(at).toISOString()}  ${user.name}: `;
  if (kind === "edit") return `${head}${text} (instead of ${target})`;
  return kind === "remove" ? `${head}(removed ${target})` : head + text;
}
