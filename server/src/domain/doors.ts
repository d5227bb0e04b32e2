import { asWelcomeRoom, type ExitReason, HubbubError, type User } from "@hubbub/protocol";
import type { Audience } from "./audience.ts";
import type { Presence } from "./ports.ts";
import type { Entered, Entrances, RoomMemory, Rooms } from "./room-ports.ts";

interface Ports {
  readonly rooms: Pick<Rooms, "ofThese">;
  readonly presence: Pick<Presence, "enter" | "exit">;
  readonly audience: Audience;
  readonly entrances: Pick<Entrances, "note">;
  readonly memory: Pick<RoomMemory, "note">;
  readonly now: () => number;
}

/** What a membership that began or ended means for the user's connections, on every replica. */
export interface Doors {
  /** They hear the room from now on. Rejects with `forbidden` where the user was shown out meanwhile. */
  letIn(room: Pick<Entered, "id" | "newcomers">, user: User): Promise<void>;
  /** They hear it no more. */
  seeOut(room: string, user: User, reason: ExitReason): Promise<void>;
}

export function createDoors({ rooms, presence, audience, entrances, memory, now }: Ports): Doors {
  /** Resolves with whether the user is in the room still. */
  const bringIn = async (id: string, isNew: boolean, user: User): Promise<boolean> => {
    await Promise.all([audience.enter(id, user.id), entrances.note(id, user.id)]);
    // Read after they hear it: whoever is shown out from now on is out when that comes to us.
    const [room] = await rooms.ofThese([id], user.id);
    if (room === undefined) {
      audience.exit(id, user.id);
      return false;
    }
    memory.note([room]);
    if (isNew) audience.tellUser(user.id, "room:entered", asWelcomeRoom(room));
    await presence.enter(id, user);
    return true;
  };
  return {
    async letIn({ id, newcomers }, user) {
      const isIn = await bringIn(id, newcomers.includes(user.id), user);
      if (!isIn) throw new HubbubError("forbidden", `You are not in the room ${id} any more.`);
    },

    async seeOut(room, user, reason) {
      audience.exit(room, user.id);
      audience.tellUser(user.id, "room:exited", { room, reason });
      await presence.exit(room, user, now());
      // Another replica may have let them in again before this one showed them out.
      const isBack = (await rooms.ofThese([room], user.id)).length > 0;
      if (isBack) await bringIn(room, true, user);
    },
  };
}
