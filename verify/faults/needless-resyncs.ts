/** Loaded into a replica: what was missed is never told, only the newest message. */
import { RoomLog } from "@hubbub/store";

const { recover } = RoomLog.prototype;

RoomLog.prototype.recover = async function (...asked) {
  const recovery = await recover.apply(this, asked);
  return { ...recovery, recovered: false, messages: recovery.messages.slice(-1) };
};
