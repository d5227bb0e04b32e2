import { directRoomUsers, HubbubError, type User } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Doors } from "./doors.ts";
import { personOf } from "./people.ts";
import type { Accounts, Presence } from "./ports.ts";
import type { Rooms } from "./room-ports.ts";

interface Ports {
  readonly accounts: Accounts;
  readonly rooms: Pick<Rooms, "openDirect">;
  readonly presence: Pick<Presence, "enter">;
  readonly doors: Doors;
  readonly catchUp: CatchUp;
}

/** Opens the room of two. The other person is told of it when something is said in it: see {@link introduce}. */
export function openDirect({ accounts, rooms, presence, doors, catchUp }: Ports): Handler<"direct:open"> {
  return async ({ user }, who) => {
    const other = await personOf(accounts, who);
    if (other.id === user.id) throw new HubbubError("forbidden", "A direct room is for two different people.");
    const room = await rooms.openDirect(user, other);
    await doors.letIn(room, user);
    if (room.position.seq > 0) await doors.letIn(room, other);
    else await presence.enter(room.id, other);
    return catchUp(user, room);
  };
}

/** The first message of a direct room brings it to the other person: their connections hear it from now on. */
export const introduce =
  ({ accounts, doors }: Pick<Ports, "accounts" | "doors">) =>
  async (room: string, speaker: User): Promise<void> => {
    const id = directRoomUsers(room)?.find(each => each !== speaker.id);
    if (id === undefined) return;
    await doors.letIn({ id: room, newcomers: [id] }, await personOf(accounts, { user: id }));
  };
