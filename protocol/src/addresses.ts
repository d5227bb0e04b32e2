/** How rooms and users are named, on the wire and inside the cluster of replicas. Pure functions. */
import type { User } from "./message.ts";

/** The room that always exists and that everybody is in. */
export const generalRoom = "general";

/** Who a backend job speaks as. Nobody can sign up under this name. */
export const systemUser: User = { id: "hubbubsystem", name: "Hubbub" };

const namedRoomId = /^[a-z0-9][a-z0-9-]{0,47}$/;
const userId = /^[a-z0-9]{8,32}$/;
const directPrefix = "dm:";

export const isUserId = (id: string): boolean => userId.test(id);

/** The id of a room that somebody named, public or private: any but a direct one. */
export const isNamedRoomId = (id: string): boolean => namedRoomId.test(id);

/** The one room of two people, whoever of them asks. */
export function directRoomId(a: string, b: string): string {
  return a < b ? `${directPrefix}${a}:${b}` : `${directPrefix}${b}:${a}`;
}

/** The two user ids of a direct room, or null where `id` is not a well-formed one. */
export function directRoomUsers(id: string): readonly [string, string] | null {
  if (!id.startsWith(directPrefix)) return null;
  const [a, b, ...rest] = id.slice(directPrefix.length).split(":");
  if (a === undefined || b === undefined || rest.length > 0) return null;
  return isUserId(a) && isUserId(b) && a < b ? [a, b] : null;
}

export const isRoomId = (id: string): boolean => isNamedRoomId(id) || directRoomUsers(id) !== null;

/**
 * The Socket.IO room of all connections that are in a room. Never 20 characters long: the
 * sharded Redis adapter takes such a name for a socket id and sends it another way.
 */
export const roomAddress = (room: string): string => notTwentyLong(`room:${room}`);

/** The room that an address of {@link roomAddress} belongs to; null for every other address. */
export function roomOfAddress(address: string): string | null {
  return address.startsWith("room:") ? address.slice("room:".length).replace(/:$/, "") : null;
}

/** The Socket.IO room of all connections of one user, on every device. */
export const userAddress = (user: string): string => notTwentyLong(`user:${user}`);

/** The Socket.IO room of all connections that one sign-in opened. */
export const sessionAddress = (session: string): string => notTwentyLong(`session:${session}`);

const notTwentyLong = (name: string): string => (name.length === 20 ? `${name}:` : name);
