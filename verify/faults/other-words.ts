/** Loaded into a replica: what is broadcast has other words than the log. */
import { RoomLog } from "@hubbub/store";

const { append } = RoomLog.prototype;

RoomLog.prototype.append = async function (message) {
  const appended = await append.call(this, message);
  return { ...appended, message: { ...appended.message, text: `${appended.message.text}, or so` } };
};
