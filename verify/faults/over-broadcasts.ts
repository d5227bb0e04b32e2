import type { ServerEvents } from "@hubbub/protocol";
import { Server } from "socket.io";

type Broadcast = () => void;

/** Every broadcast of this event that the replica is about to make is handed to `fault` instead. */
export function overBroadcasts(
  fault: (broadcast: Broadcast) => void,
  event: keyof ServerEvents = "message:batch",
): void {
  const operator = Object.getPrototypeOf(new Server().to("anybody"));
  const { emit } = operator;
  operator.emit = function (name: string, ...payload: unknown[]): boolean {
    const broadcast = () => emit.call(this, name, ...payload);
    if (name === event) fault(broadcast);
    else broadcast();
    return true;
  };
}
