import {
  directRoomUsers,
  type Joined,
  type Position,
  type PresenceSnapshot,
  readUpTo,
  toldOf,
  type User,
} from "@hubbub/protocol";
import type { WhoIsIn } from "./audience.ts";
import type { LogRecovery, Presence, RoomLog } from "./ports.ts";
import { isSamePlace } from "./positions.ts";
import { including } from "./presence-view.ts";
import type { RoomInfo } from "./room-ports.ts";
import type { Telemetry } from "./telemetry.ts";

interface Ports {
  readonly log: Pick<RoomLog, "recover">;
  readonly presence: Pick<Presence, "statesOf">;
  readonly whoIsIn: WhoIsIn;
  readonly telemetry: Telemetry;
}

/**
 * What somebody who enters a room gets to see. Call it after the connection hears the room.
 * `head`, where it was read after that too, spares the log for a client that has it all.
 */
export type CatchUp = (user: User, room: RoomInfo, position?: Position, head?: Position) => Promise<Joined>;

export function createCatchUp({ log, presence, whoIsIn, telemetry }: Ports): CatchUp {
  const recover = async (room: string, position: Position | undefined): Promise<LogRecovery> => {
    const recovery = await log.recover(room, position);
    if (position) telemetry.recovered(recovery.recovered ? "tail" : "resync");
    return recovery;
  };
  const nothingMissed = ({ position, texts }: RoomInfo): LogRecovery => {
    telemetry.recovered("current");
    return { position, recovered: true, messages: [], more: position.seq > 0, texts };
  };
  /** Of a direct room: when the other went. */
  const withLastSeen = async (room: string, user: User, snapshot: PresenceSnapshot): Promise<PresenceSnapshot> => {
    const other = directRoomUsers(room)?.find(id => id !== user.id);
    if (other === undefined || snapshot.online.some(({ id }) => id === other)) return snapshot;
    const [{ state, lastSeen } = { state: "offline", lastSeen: null }] = await presence.statesOf(room, [other]);
    const isGone = state === "offline" && lastSeen !== null;
    return isGone ? { ...snapshot, offline: [{ id: other, lastSeen }] } : snapshot;
  };
  return async (user, room, position, head) => {
    const { id } = room;
    const [{ texts, ...recovery }, snapshot] = await Promise.all([
      isSamePlace(position, head) ? nothingMissed(room) : recover(id, position),
      whoIsIn(id).then(known => withLastSeen(id, user, known)),
    ]);
    return { ...toldOf(room), ...readUpTo(room, texts), room: id, ...recovery, presence: including(snapshot, user) };
  };
}
