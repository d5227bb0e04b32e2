import { type ExitReason, HubbubError, type User } from "@hubbub/protocol";
import type { Audience } from "./audience.ts";
import type { Presence } from "./ports.ts";
import type { Entered, Entrances, Rooms } from "./room-ports.ts";
import { asWelcomeRoom } from "./welcoming.ts";

interface Ports {
  readonly rooms: Pick<Rooms, "ofThese">;
  readonly presence: Pick<Presence, "enter" | "exit">;
  readonly audience: Audience;
  readonly entrances: Pick<Entrances, "note">;
  readonly now: () => number;
}

/** What a membership that began or ended means for the user's connections, on every replica. */
export interface Doors {
  /** They hear the room from now on. Rejects with `forbidden` where the user was shown out meanwhile. */
  letIn(room: Pick<Entered, "id" | "newcomers">, user: User): Promise<void>;
  /** They hear it no more. */
  seeOut(room: string, user: User, reason: ExitReason): Promise<void>;
}

export function createDoors({ rooms, presence, audience, entrances, now }: Ports): Doors {
  return {
    async letIn({ id, newcomers }, user) {
      await Promise.all([audience.enter(id, user.id), entrances.note(id, user.id)]);
      // Read after they hear it: whoever is shown out from now on is out when that comes to us.
      const [room] = await rooms.ofThese([id], user.id);
      if (room === undefined) {
        audience.exit(id, user.id);
        throw new HubbubError("forbidden", `You are not in the room ${id} any more.`);
      }
      if (newcomers.includes(user.id)) audience.tellUser(user.id, "room:entered", asWelcomeRoom(room));
      await presence.enter(id, user);
    },

    async seeOut(room, user, reason) {
      audience.exit(room, user.id);
      audience.tellUser(user.id, "room:exited", { room, reason });
      await presence.exit(room, user, now());
    },
  };
}
