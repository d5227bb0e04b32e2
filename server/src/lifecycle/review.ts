import type { Rooms } from "../domain/room-ports.ts";
import type { LiveConnection } from "../transport/connection.ts";
import { forEach } from "./for-each.ts";

type Hearer = Pick<LiveConnection, "user" | "rooms" | "showOut">;

interface Deps {
  readonly connections: Iterable<Hearer>;
  readonly rooms: Pick<Rooms, "strangers">;
}

/** Whoever was shown out of one of these rooms hears it no more, even where the word of that was lost. */
export async function reviewMembers({ connections, rooms }: Deps, reviewed: readonly string[]): Promise<void> {
  if (reviewed.length === 0) return;
  await forEach(hearersOf(reviewed, connections), async ([room, hearers]) => {
    const strangers = new Set(await rooms.strangers(room, [...new Set(hearers.map(({ user }) => user.id))]));
    for (const hearer of hearers) if (strangers.has(hearer.user.id)) hearer.showOut([room]);
  });
}

function hearersOf(rooms: readonly string[], connections: Iterable<Hearer>): Map<string, Hearer[]> {
  const hearers = new Map<string, Hearer[]>(rooms.map(room => [room, []]));
  for (const connection of connections) for (const room of connection.rooms) hearers.get(room)?.push(connection);
  return hearers;
}
