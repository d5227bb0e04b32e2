import { type Attendance, setActivity, setPresence } from "./activity.ts";
import type { Audience } from "./audience.ts";
import { boundedForConnection, boundedForOwner, boundedForUser, mayAsk } from "./bounds.ts";
import type { Handlers } from "./caller.ts";
import type { CatchUp } from "./catching-up.ts";
import { introduce, openDirect } from "./directs.ts";
import { createDoors } from "./doors.ts";
import type { Heal } from "./healing.ts";
import type { Authenticate } from "./identity.ts";
import { inviteToRoom } from "./inviting.ts";
import { banMember, changeRoom, muteMember, removeMember } from "./keeping.ts";
import { requireMember } from "./membership.ts";
import { editMessage, removeMessage, sendMessage } from "./messages.ts";
import { findPeople, findRooms, listMembers } from "./people.ts";
import type { Accounts, Presence, Publisher, RateLimiter, Reads, RoomLog } from "./ports.ts";
import { markRead } from "./reading.ts";
import { readHistory, recoverRooms } from "./recovery.ts";
import type { Directory, Entrances, MemberLists, People, RoomKeeping, RoomMemory, Rooms } from "./room-ports.ts";
import { createRoom, joinRoom, leaveRoom } from "./rooms.ts";
import { renewSession } from "./sessions.ts";
import type { Telemetry } from "./telemetry.ts";
import { setTyping } from "./typing.ts";

export interface HandlerPorts {
  readonly accounts: Accounts;
  readonly attendance: Attendance;
  readonly audience: Audience;
  readonly authenticate: Authenticate;
  readonly catchUp: CatchUp;
  readonly directory: Directory;
  readonly entrances: Entrances;
  readonly heal: Heal;
  readonly keeping: RoomKeeping;
  readonly limiter: RateLimiter;
  readonly log: RoomLog;
  readonly memberLists: MemberLists;
  readonly memory: RoomMemory;
  readonly now: () => number;
  readonly people: People;
  readonly presence: Presence;
  readonly publisher: Publisher;
  readonly reads: Reads;
  readonly rooms: Rooms;
  readonly telemetry: Telemetry;
}

/** Every request of the protocol and the rule that answers it. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const inRooms = {
    ...ports,
    doors: createDoors(ports),
    requireMember: requireMember(ports.rooms, ports.log),
  };
  const ofUser = boundedForUser(mayAsk(ports));
  const ofOwner = boundedForOwner(ports);
  const ofConnection = boundedForConnection(ports);
  return {
    "room:join": ofUser(joinRoom(inRooms)),
    "room:leave": ofUser(leaveRoom(inRooms)),
    "room:history": ofUser(readHistory(ports.log, inRooms.requireMember)),
    "rooms:recover": ofConnection(recoverRooms(inRooms)),
    "message:send": sendMessage({ ...ports, introduce: introduce(inRooms) }),
    "message:edit": editMessage(ports),
    "message:remove": removeMessage(ports),
    "direct:open": ofUser(openDirect(inRooms)),
    "room:create": createRoom(inRooms),
    "room:change": ofOwner(changeRoom(inRooms)),
    "room:invite": inviteToRoom(inRooms),
    "room:remove": ofOwner(removeMember(inRooms)),
    "room:mute": ofOwner(muteMember(inRooms)),
    "room:ban": ofOwner(banMember(inRooms)),
    "room:members": ofUser(listMembers(inRooms)),
    "people:find": findPeople(ports),
    "rooms:find": findRooms(ports),
    "activity:set": setActivity(ports),
    "presence:set": setPresence(ports),
    "typing:set": setTyping(ports),
    "read:mark": ofConnection(markRead(ports)),
    "session:renew": renewSession(ports.authenticate),
    "session:probe": async () => ({}),
  };
}
