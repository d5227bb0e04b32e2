/** Loaded into a replica: one message in three is acked with the seq it will probably get, ten seconds before it is appended. */
import { RoomLog } from "@hubbub/store";

const { append } = RoomLog.prototype;
const heads = new Map<string, { epoch: string; seq: number }>();
let turn = 0;

RoomLog.prototype.append = async function (message) {
  const head = heads.get(message.room);
  turn += 1;
  if (head !== undefined && turn % 3 === 0) {
    setTimeout(() => void append.call(this, message).catch(() => {}), 10_000);
    const { room: _, ...body } = message;
    return { message: { seq: head.seq + 1, ...body }, epoch: head.epoch, duplicate: false, isTrimmed: false };
  }
  const appended = await append.call(this, message);
  heads.set(message.room, { epoch: appended.epoch, seq: appended.message.seq });
  return appended;
};
