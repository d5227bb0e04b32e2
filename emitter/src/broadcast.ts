import type { ServerEvents } from "@hubbub/protocol";
import { Emitter as SocketEmitter } from "@socket.io/redis-emitter";
import { broadcastPacket, type ClusterPacket, joinPacket } from "./cluster-message.ts";

/** Redis PUBLISH, or SPUBLISH for the sharded adapter: resolves with how many subscribers took the packet. */
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
 * Speaks to replicas with the classic adapter. The library's own `emit` returns true whatever happens and drops
 * the promise of the publish, whose rejection would end the process: here the publish is the answer.
 */
export function createClassicBroadcast(publish: PublishPacket, channels: string): Broadcast {
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

/** Speaks to replicas with the sharded adapter, for which the library has no words. */
export function createShardedBroadcast(publish: PublishPacket, channels: string): Broadcast {
  const send = ({ channel, packet }: ClusterPacket) => publish(channel, packet);
  return {
    async emit(addresses, event, ...payload) {
      if (addresses.length === 0) return 0;
      const named = addresses === "everyone" ? [] : addresses;
      return send(broadcastPacket(channels, named, [event, ...payload]));
    },
    enter: async (address, room) => send(joinPacket(channels, address, room)),
  };
}
