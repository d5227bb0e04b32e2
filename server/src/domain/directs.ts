import { HubbubError } from "@hubbub/protocol";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Doors } from "./doors.ts";
import { personOf } from "./people.ts";
import type { Accounts } from "./ports.ts";
import type { Rooms } from "./room-ports.ts";

interface Ports {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly doors: Doors;
  readonly catchUp: CatchUp;
}

/** Opens the room of two for both: the other person's connections hear it from now on. */
export function openDirect({ accounts, rooms, doors, catchUp }: Ports): Handler<"direct:open"> {
  return async ({ user }, who) => {
    const other = await personOf(accounts, who);
    if (other.id === user.id) throw new HubbubError("forbidden", "A direct room is for two different people.");
    const room = await rooms.openDirect(user, other);
    for (const person of [user, other]) await doors.letIn(room, person);
    return catchUp(user, room);
  };
}
