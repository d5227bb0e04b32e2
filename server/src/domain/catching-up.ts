import type { Joined, Position, PresenceSnapshot, Recovery } from "@hubbub/protocol";
import type { Presence, RoomInfo, RoomLog } from "./ports.ts";
import { SharedReads } from "./shared-reads.ts";
import type { Telemetry } from "./telemetry.ts";

interface Ports {
  readonly log: RoomLog;
  readonly presence: Presence;
  readonly telemetry: Telemetry;
}

interface Place {
  readonly room: string;
  readonly position: Position | undefined;
}

/** What somebody who enters a room gets to see. Call it after the connection hears the room. */
export class CatchingUp {
  #telemetry: Telemetry;
  #recoveries: SharedReads<Place, Recovery>;
  #snapshots: SharedReads<string, PresenceSnapshot>;

  constructor({ log, presence, telemetry }: Ports) {
    this.#telemetry = telemetry;
    this.#snapshots = new SharedReads(
      room => room,
      room => presence.snapshot(room),
    );
    this.#recoveries = new SharedReads(
      ({ room, position }) => `${room} ${position?.epoch} ${position?.seq}`,
      ({ room, position }) => log.recover(room, position),
    );
  }

  /** `head`, where it was read after the connection entered, spares the log for a client that has it all. */
  async read({ id, kind, title }: RoomInfo, position?: Position, head?: Position): Promise<Joined> {
    const [recovery, presence] = await Promise.all([
      position && head && isSame(position, head) ? upToDate(head) : this.#recover({ room: id, position }),
      this.#snapshots.get(id),
    ]);
    return { room: id, kind, title, ...recovery, presence };
  }

  async #recover(place: Place): Promise<Recovery> {
    const recovery = await this.#recoveries.get(place);
    if (place.position) this.#telemetry.recovered(recovery.recovered ? "tail" : "resync");
    return recovery;
  }
}

const isSame = (a: Position, b: Position): boolean => a.seq === b.seq && a.epoch === b.epoch;

const upToDate = (position: Position): Recovery => ({
  position,
  recovered: true,
  messages: [],
  more: position.seq > 0,
});
