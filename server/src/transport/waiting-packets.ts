import type { Socket } from "socket.io";

/** A packet that engine.io keeps while the one before is being written. */
export interface WaitingPacket {
  readonly data?: string | Buffer;
}

/** Those of one connection, in the order in which they leave: engine.io's own list, for which it has no public word. */
export const waitingPackets = (engine: Socket["conn"]): WaitingPacket[] => Reflect.get(engine, "writeBuffer");
