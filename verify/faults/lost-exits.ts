/** Loaded into a replica: the others never hear who was shown out. */
import { Server } from "socket.io";

const { serverSideEmit } = Server.prototype;

Server.prototype.serverSideEmit = function (name, ...payload) {
  return name === "exit" || serverSideEmit.call(this, name, ...payload);
};
