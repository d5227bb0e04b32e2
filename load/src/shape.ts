import { generalRoom } from "@hubbub/protocol";

/** Who is in which rooms: the same people in the same rooms in every run of this shape, so that none pile up. */
export interface Shape {
  /** 0: all are in general. */
  readonly rooms: number;
  readonly roomsPerUser: number;
}

const prefix = ({ rooms, roomsPerUser }: Shape): string => `load-${rooms}x${roomsPerUser}`;

export const nameOf = (shape: Shape, account: number): string => `${prefix(shape)}-user-${account}`;

export const roomOf = (shape: Shape, room: number): string => `${prefix(shape)}-${room}`;

/** As many people in each room as in any other, as far as the numbers allow it. */
export function roomsOf(shape: Shape, account: number): string[] {
  const { rooms, roomsPerUser } = shape;
  if (rooms === 0) return [generalRoom];
  return Array.from({ length: roomsPerUser }, (_, index) => roomOf(shape, (account + index) % rooms));
}
