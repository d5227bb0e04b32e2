/** Loaded into a replica: nothing remembers what was removed. */
import { Keys } from "@hubbub/store";

const { room } = Keys.prototype;

Keys.prototype.room = function (id) {
  return { ...room.call(this, id), removed: `${this.prefix}:{room:${id}}:nothing-${Math.random()}` };
};
