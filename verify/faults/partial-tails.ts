/** Loaded into a replica: the first of the messages that a client missed is left out. */
import { RoomLog } from "@hubbub/store";

const { recover } = RoomLog.prototype;

RoomLog.prototype.recover = async function (...asked) {
  const recovery = await recover.apply(this, asked);
  return recovery.recovered ? { ...recovery, messages: recovery.messages.slice(1) } : recovery;
};
