import type { Rooms } from "../domain/room-ports.ts";
import type { LiveConnection } from "../transport/connection.ts";
import { forEach } from "./for-each.ts";

interface Deps {
  readonly connections: Iterable<Pick<LiveConnection, "user" | "hears" | "showOut">>;
  readonly rooms: Pick<Rooms, "ofThese">;
}

/** Whoever was shown out of one of these rooms hears it no more, even where the word of that was lost. */
export async function reviewMembers({ connections, rooms }: Deps, reviewed: readonly string[]): Promise<void> {
  if (reviewed.length === 0) return;
  await forEach(connections, async connection => {
    const heard = reviewed.filter(room => connection.hears(room));
    if (heard.length === 0) return;
    const own = new Set((await rooms.ofThese(heard, connection.user.id)).map(({ id }) => id));
    connection.showOut(heard.filter(room => !own.has(room)));
  });
}
