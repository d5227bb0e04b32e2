import type { Position } from "@hubbub/protocol";

/** Whether both are known, and the same place. */
export const isSamePlace = (one: Position | undefined, other: Position | undefined): boolean =>
  one !== undefined && one.epoch === other?.epoch && one.seq === other.seq;
