import { isPublicRoomId, type User } from "@hubbub/protocol";
import type { Announce } from "../domain/audience.ts";
import type { Connection, Presence, Rooms } from "../domain/ports.ts";

interface Deps {
  readonly connections: Iterable<Connection & { readonly rooms: readonly string[] }>;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly announce: Announce;
}

/**
 * Redis forgot this replica: it was wiped, or others took us for dead. Everybody who is connected here becomes
 * present again, in the public rooms that they hear. (A direct room is opened anew by its people.)
 */
export async function repair({ connections, rooms, presence, announce }: Deps): Promise<void> {
  const here = [...connections];
  await Promise.all(membershipsOf(here).map(({ room, user }) => rooms.join(room, user)));
  await Promise.all(here.map(async ({ id, user, since }) => announce(await presence.register({ id, user, since }))));
}

/** Each once, however many connections a user has. */
function membershipsOf(connections: Deps["connections"]): { room: string; user: User }[] {
  const memberships = new Map<string, { room: string; user: User }>();
  for (const { user, rooms } of connections) {
    for (const room of rooms.filter(isPublicRoomId)) memberships.set(`${room} ${user.id}`, { room, user });
  }
  return [...memberships.values()];
}
