/** Loaded into a replica: a message that is sent again is a new one. */
import { Keys } from "@hubbub/store";

const { sent } = Keys.prototype;

Keys.prototype.sent = function (room, user, clientMessageId) {
  return sent.call(this, room, user, `${clientMessageId}-${Math.random()}`);
};
