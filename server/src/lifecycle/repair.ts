import { HubbubError, type User } from "@hubbub/protocol";
import type { Connection } from "../domain/ports.ts";
import type { Rooms } from "../domain/room-ports.ts";
import { forEach } from "./for-each.ts";
import type { RoomMemory } from "./room-memory.ts";

interface Deps {
  readonly connections: Iterable<Connection & { readonly rooms: readonly string[] }>;
  readonly memory: Pick<RoomMemory, "of" | "startOver">;
  readonly rooms: Pick<Rooms, "join" | "restore">;
  readonly attendance: { restore(connection: Connection): Promise<void> };
}

/**
 * Redis forgot this replica: everybody who is connected here is present again. Where it lost all its data they are members
 * again, before that, of the rooms that their connections hear; where others only took us for dead, it knows better who is.
 */
export async function repair({ connections, memory, rooms, attendance }: Deps, isWiped: boolean): Promise<void> {
  const memberships = new Map(
    isWiped
      ? [...connections].flatMap(({ user, rooms }) => rooms.map(room => [`${room} ${user.id}`, { room, user }]))
      : [],
  );
  await forEach(memberships.values(), async ({ room, user }) => {
    await makeAgain(room, user, { memory, rooms }).catch(unlessShownOut);
  });
  if (isWiped) memory.startOver();
  await forEach(connections, connection => attendance.restore(connection));
}

async function makeAgain(room: string, user: User, { memory, rooms }: Pick<Deps, "memory" | "rooms">): Promise<void> {
  const known = memory.of(room);
  if (known) await rooms.restore(known, user);
  else await rooms.join(room, user);
}

/** Others were faster with the repair, and showed somebody out of the room already. */
function unlessShownOut(error: unknown): void {
  if (!(error instanceof HubbubError && error.code === "forbidden")) throw error;
}
