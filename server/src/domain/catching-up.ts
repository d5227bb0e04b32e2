import type { Joined, Position, Recovery } from "@hubbub/protocol";
import type { Presence, RoomInfo, RoomLog } from "./ports.ts";
import type { Telemetry } from "./telemetry.ts";

interface Ports {
  readonly log: RoomLog;
  readonly presence: Presence;
  readonly telemetry: Telemetry;
}

/**
 * What somebody who enters a room gets to see. Call it after the connection hears the room.
 * `head`, where it was read after that too, spares the log for a client that has it all.
 */
export type CatchUp = (room: RoomInfo, position?: Position, head?: Position) => Promise<Joined>;

export function createCatchUp({ log, presence, telemetry }: Ports): CatchUp {
  const recover = async (room: string, position: Position | undefined): Promise<Recovery> => {
    const recovery = await log.recover(room, position);
    if (position) telemetry.recovered(recovery.recovered ? "tail" : "resync");
    return recovery;
  };
  return async ({ id, kind, title }, position, head) => {
    const hasItAll = position && head && position.epoch === head.epoch && position.seq === head.seq;
    const [recovery, snapshot] = await Promise.all([
      hasItAll ? nothingMissed(head) : recover(id, position),
      presence.snapshot(id),
    ]);
    return { room: id, kind, title, ...recovery, presence: snapshot };
  };
}

const nothingMissed = (head: Position): Recovery => ({
  position: head,
  recovered: true,
  messages: [],
  more: head.seq > 0,
});
