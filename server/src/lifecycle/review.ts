import type { Rooms } from "../domain/room-ports.ts";
import type { LiveConnection } from "../transport/connection.ts";
import { forEach } from "./for-each.ts";
import type { RoomMemory } from "./room-memory.ts";

type Hearer = Pick<LiveConnection, "user" | "rooms" | "showOut">;

interface Deps {
  readonly connections: Iterable<Hearer>;
  readonly rooms: Pick<Rooms, "strangers">;
  readonly memory: Pick<RoomMemory, "look" | "keep">;
  /** Whether Redis lost nothing until now, or has all of it again. */
  readonly isWhole: () => Promise<boolean>;
}

interface Stranger {
  readonly hearer: Hearer;
  readonly room: string;
}

/** Whoever was shown out of a room hears it no more, even where the word of that was lost. */
export async function reviewMembers({ connections, rooms, memory, isWhole }: Deps): Promise<void> {
  const look = await memory.look();
  const found: Stranger[] = [];
  await forEach(hearersOf(look.left, connections), async ([room, hearers]) => {
    const strangers = new Set(await rooms.strangers(room, [...new Set(hearers.map(({ user }) => user.id))]));
    for (const hearer of hearers) if (strangers.has(hearer.user.id)) found.push({ hearer, room });
  });
  // Asked last: what was read after a loss of all data says nothing about who is a member.
  if (!(await isWhole()) || !memory.keep(look)) return;
  for (const { hearer, room } of found) hearer.showOut([room]);
}

function hearersOf(rooms: readonly string[], connections: Iterable<Hearer>): Map<string, Hearer[]> {
  const hearers = new Map<string, Hearer[]>(rooms.map(room => [room, []]));
  if (rooms.length === 0) return hearers;
  for (const connection of connections) for (const room of connection.rooms) hearers.get(room)?.push(connection);
  return hearers;
}
