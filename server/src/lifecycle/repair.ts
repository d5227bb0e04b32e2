import type { Announce } from "../domain/audience.ts";
import type { Connection, Presence, Rooms } from "../domain/ports.ts";

interface Deps {
  readonly connections: Iterable<Connection & { readonly rooms: readonly string[] }>;
  readonly rooms: Pick<Rooms, "join">;
  readonly presence: Pick<Presence, "register">;
  readonly announce: Announce;
}

/**
 * Redis forgot this replica: it was wiped, or others took us for dead. Everybody who is connected here
 * is a member again of the rooms that their connections hear, and present in them.
 */
export async function repair({ connections, rooms, presence, announce }: Deps): Promise<void> {
  const here = [...connections];
  const memberships = new Map(
    here.flatMap(({ user, rooms }) => rooms.map(room => [`${room} ${user.id}`, { room, user }])),
  );
  await Promise.all([...memberships.values()].map(({ room, user }) => rooms.join(room, user)));
  await Promise.all(here.map(async ({ id, user, since }) => announce(await presence.register({ id, user, since }))));
}
