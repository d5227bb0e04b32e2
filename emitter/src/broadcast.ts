import type { ServerEvents } from "@hubbub/protocol";
import { Emitter as SocketEmitter } from "@socket.io/redis-emitter";

/** Redis PUBLISH: resolves with how many subscribers took the packet. */
export type PublishPacket = (channel: string, packet: Buffer | string) => Promise<number>;

/** Reaches connections on all replicas. Resolves with how many replicas took it; rejects when Redis did not. */
export interface Broadcast {
  emit<Name extends keyof ServerEvents>(
    addresses: readonly string[] | "everyone",
    event: Name,
    ...payload: Parameters<ServerEvents[Name]>
  ): Promise<number>;
  /** All connections at `address` hear the room from now on. */
  enter(address: string, room: string): Promise<number>;
}

/**
 * Speaks to the replicas' classic Redis adapter. The library's own `emit` returns true whatever happens and drops
 * the promise of the publish, whose rejection would end the process: here the publish is the answer.
 */
export function createBroadcast(publish: PublishPacket, channels: string): Broadcast {
  async function send(work: (sockets: SocketEmitter<ServerEvents>) => void): Promise<number> {
    let taken = Promise.resolve(0);
    const client = {
      publish(channel: string, packet: Buffer | string) {
        taken = publish(channel, packet);
      },
    };
    work(new SocketEmitter(client, { key: channels }));
    return taken;
  }
  return {
    emit: (addresses, event, ...payload) =>
      send(sockets => {
        if (addresses === "everyone") sockets.emit(event, ...payload);
        else if (addresses.length > 0) sockets.to([...addresses]).emit(event, ...payload);
      }),
    enter: (address, room) => send(sockets => sockets.in(address).socketsJoin(room)),
  };
}
