/** Loaded into a replica: what is said in this room is told to nobody. */
import { Server } from "socket.io";
import { roomOf } from "../../src/shape.ts";

const deafRoom = roomOf({ rooms: 1, roomsPerUser: 1 }, 0);

const operator = Object.getPrototypeOf(new Server().to("anybody"));
const { emit } = operator;

operator.emit = function (name: string, ...payload: { readonly room?: string }[]): boolean {
  return payload[0]?.room === deafRoom || emit.call(this, name, ...payload);
};
