import { HubbubError, type RequestName } from "@hubbub/protocol";
import type { Announce, Audience } from "./audience.ts";
import type { Handlers } from "./caller.ts";
import { createCatchUp } from "./catching-up.ts";
import { openDirect } from "./directs.ts";
import type { Heal } from "./healing.ts";
import type { Authenticate } from "./identity.ts";
import { requireMember } from "./membership.ts";
import { sendMessage } from "./messages.ts";
import type { Accounts, Presence, Publisher, RateLimiter, RoomLog, Rooms } from "./ports.ts";
import { readHistory, recoverRooms } from "./recovery.ts";
import { joinRoom, leaveRoom } from "./rooms.ts";
import { renewSession } from "./sessions.ts";
import type { Telemetry } from "./telemetry.ts";

export interface HandlerPorts {
  readonly accounts: Accounts;
  readonly announce: Announce;
  readonly audience: Audience;
  readonly authenticate: Authenticate;
  readonly heal: Heal;
  readonly limiter: RateLimiter;
  readonly log: RoomLog;
  readonly now: () => number;
  readonly presence: Presence;
  readonly publisher: Publisher;
  readonly rooms: Rooms;
  readonly telemetry: Telemetry;
}

/** Every request of the protocol and the rule that answers it. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const inRooms = { ...ports, catchUp: createCatchUp(ports) };
  return {
    "room:join": joinRoom(inRooms),
    "room:leave": leaveRoom(ports, ports.now),
    "room:history": readHistory(ports.log, requireMember(ports.rooms, ports.log)),
    "rooms:recover": recoverRooms(inRooms),
    "message:send": sendMessage(ports),
    "message:edit": notOffered("message:edit"),
    "message:remove": notOffered("message:remove"),
    "direct:open": openDirect(inRooms),
    "room:create": notOffered("room:create"),
    "room:change": notOffered("room:change"),
    "room:invite": notOffered("room:invite"),
    "room:remove": notOffered("room:remove"),
    "room:mute": notOffered("room:mute"),
    "room:ban": notOffered("room:ban"),
    "room:members": notOffered("room:members"),
    "people:find": notOffered("people:find"),
    "rooms:find": notOffered("rooms:find"),
    "typing:set": notOffered("typing:set"),
    "read:mark": notOffered("read:mark"),
    "session:renew": renewSession(ports.authenticate),
  };
}

const notOffered = (name: RequestName) => async (): Promise<never> => {
  throw new HubbubError("not_found", `This replica does not offer ${name}.`);
};
