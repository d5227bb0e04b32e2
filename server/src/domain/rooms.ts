import { directRoomUsers, generalRoom, HubbubError, isPublicRoomId } from "@hubbub/protocol";
import type { Announce, Audience } from "./audience.ts";
import type { Handler } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import type { Presence, RoomInfo, Rooms } from "./ports.ts";

interface Ports {
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly audience: Audience;
  readonly announce: Announce;
}

/** The user's connections hear the room before its log is read, so that nothing falls in between. */
export function joinRoom(ports: Ports & { readonly catchUp: CatchUp }): Handler<"room:join"> {
  const { rooms, presence, audience, announce, catchUp } = ports;
  return async ({ user }, { room, position }) => {
    const info = isPublicRoomId(room) ? await rooms.join(room, user) : await directRoomOf(rooms, user.id, room);
    await audience.enter(info.id, user.id);
    announce(await presence.enter(info.id, user));
    return catchUp(info, position);
  };
}

export function leaveRoom({ rooms, presence, audience, announce }: Ports, now: () => number): Handler<"room:leave"> {
  return async ({ user }, { room }) => {
    if (room === generalRoom) throw new HubbubError("forbidden", "Everybody is in general, always.");
    if (!isPublicRoomId(room)) throw new HubbubError("forbidden", "A direct room keeps both its people.");
    await rooms.leave(room, user.id);
    audience.exit(room, user.id);
    announce(await presence.exit(room, user, now()));
    return {};
  };
}

async function directRoomOf(rooms: Rooms, userId: string, id: string): Promise<RoomInfo> {
  if (!directRoomUsers(id)?.includes(userId)) {
    throw new HubbubError("forbidden", "That direct room belongs to other people.");
  }
  const room = (await rooms.ofUser(userId)).find(candidate => candidate.id === id);
  if (!room) throw new HubbubError("not_found", `There is no room ${id} yet; direct:open makes it.`);
  return room;
}
