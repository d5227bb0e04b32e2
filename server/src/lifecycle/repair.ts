import { HubbubError, type User } from "@hubbub/protocol";
import type { Epochs } from "../domain/ports.ts";
import type { Entrances, Rooms } from "../domain/room-ports.ts";
import type { Absent, Attendance } from "./attendance.ts";
import { forEach } from "./for-each.ts";
import type { RoomMemory } from "./room-memory.ts";

interface Deps {
  readonly epochs: Epochs;
  readonly connections: Iterable<Absent>;
  readonly entrances: Pick<Entrances, "since">;
  readonly memory: Pick<RoomMemory, "of" | "startOver">;
  readonly rooms: Pick<Rooms, "join" | "restore">;
  readonly attendance: Pick<Attendance, "absent" | "restore" | "restoreAbsent">;
}

/**
 * Redis forgot this replica: everybody who is connected here is present again, or was until a moment ago. Where it lost its
 * data, or what came last, they are members again, before that, of the rooms that their connections hear; where others only
 * took us for dead, it knows better who is.
 */
export async function repair(deps: Deps, isWiped: boolean): Promise<void> {
  const { connections, memory, attendance } = deps;
  if (isWiped) {
    await deps.epochs.endForeign();
    await makeMembersAgain(deps);
    memory.startOver();
  }
  await forEach(connections, connection => attendance.restore(connection));
  await attendance.restoreAbsent();
}

async function makeMembersAgain({ attendance, connections, entrances, memory, rooms }: Deps): Promise<void> {
  const memberships = new Map(
    [...connections, ...attendance.absent].flatMap(({ user, rooms }) =>
      rooms.map(room => [keyOf(room, user.id), { room, user }]),
    ),
  );
  const since = new Set((await entrances.since(undefined)).entrances.map(({ room, user }) => keyOf(room, user)));
  // Whoever came since the loss into what was a private room was let in by those who took its id.
  const isIntruder = (room: string, { id }: User): boolean => {
    const known = memory.of(room);
    return known?.kind === "private" && known.owner !== id && since.has(keyOf(room, id));
  };
  await forEach(memberships.values(), async ({ room, user }) => {
    if (!isIntruder(room, user)) await makeAgain(room, user, { memory, rooms }).catch(unlessShownOut);
  });
}

const keyOf = (room: string, userId: string): string => `${room} ${userId}`;

async function makeAgain(room: string, user: User, { memory, rooms }: Pick<Deps, "memory" | "rooms">): Promise<void> {
  const known = memory.of(room);
  if (known) await rooms.restore(known, user);
  else await rooms.join(room, user);
}

/** Others were faster with the repair, and showed somebody out of the room already. */
function unlessShownOut(error: unknown): void {
  if (!(error instanceof HubbubError && error.code === "forbidden")) throw error;
}
