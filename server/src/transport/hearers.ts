import { directRoomUsers, roomAddress, userAddress } from "@hubbub/protocol";

/**
 * The addresses whose connections hear a room's messages. A direct room reaches both people wherever they are, even where a
 * connection does not hear it yet.
 */
export const hearersOf = (room: string): string[] => directRoomUsers(room)?.map(userAddress) ?? [roomAddress(room)];
