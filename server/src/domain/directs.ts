import { HubbubError, type User } from "@hubbub/protocol";
import type { Announce, Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Accounts, Presence, Rooms } from "./ports.ts";

interface Ports {
  readonly accounts: Accounts;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly audience: Audience;
  readonly announce: Announce;
  readonly catchUp: CatchUp;
}

/** Opens the room of two for both: the other person's connections hear it from now on. */
export function openDirect(ports: Ports): Handler<"direct:open"> {
  const { accounts, rooms, presence, audience, announce, catchUp } = ports;
  return async ({ user }, who) => {
    const other = await find(accounts, who);
    if (other.id === user.id) throw new HubbubError("forbidden", "A direct room is for two different people.");
    const room = await rooms.openDirect(user, other);
    for (const person of [user, other]) {
      await audience.enter(room.id, person.id);
      announce(await presence.enter(room.id, person));
    }
    return catchUp(room);
  };
}

async function find(accounts: Accounts, who: { user: string } | { name: string }): Promise<User> {
  const found = "user" in who ? await accounts.byId(who.user) : (await accounts.byName(who.name))?.user;
  if (!found) throw new HubbubError("not_found", "There is nobody of that name or id.");
  return found;
}
