import { asWelcomeRoom, type Joined, protocolVersion, type User, type Welcome } from "@hubbub/protocol";
import type { RoomInfo } from "./room-ports.ts";

/** What somebody is told who comes in. */
export interface Welcomed {
  readonly user: User;
  /** Whether they said so. */
  readonly away: boolean;
  readonly replica: string;
  readonly rooms: readonly RoomInfo[];
  /** What the client missed, where it said what it knows. */
  readonly recovery: Readonly<Record<string, Joined>> | undefined;
}

export function welcome({ user, away, replica, rooms, recovery }: Welcomed, serverTime: number): Welcome {
  return {
    user,
    replica,
    protocol: protocolVersion,
    serverTime,
    away,
    rooms: rooms.filter(isShown).map(asWelcomeRoom),
    ...(recovery && { recovery }),
  };
}

/** Of a direct room that somebody opened with the user, they hear when something is said in it. */
export const isShown = ({ isUnspoken }: RoomInfo): boolean => isUnspoken !== true;
