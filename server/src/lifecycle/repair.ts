import type { Connection } from "../domain/ports.ts";
import type { Rooms } from "../domain/room-ports.ts";

interface Deps {
  readonly connections: Iterable<Connection & { readonly rooms: readonly string[] }>;
  readonly rooms: Pick<Rooms, "join">;
  readonly attendance: { restore(connection: Connection): Promise<void> };
}

/** How many are under way: of thousands at once, the last would wait too long for its answer. */
const atOnce = 100;

/**
 * Redis forgot this replica: it was wiped, or others took us for dead. Everybody who is connected here
 * is a member again of the rooms that their connections hear, and present in them.
 */
export async function repair({ connections, rooms, attendance }: Deps): Promise<void> {
  const memberships = new Map(
    [...connections].flatMap(({ user, rooms }) => rooms.map(room => [`${room} ${user.id}`, { room, user }])),
  );
  await forEach(memberships.values(), ({ room, user }) => rooms.join(room, user));
  await forEach(connections, connection => attendance.restore(connection));
}

/** What leaves a set of items before its turn is left out: who went meanwhile is not brought back. */
async function forEach<Item>(items: Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<void> {
  const turns = items[Symbol.iterator]();
  const worker = async () => {
    for (let turn = turns.next(); !turn.done; turn = turns.next()) await work(turn.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
