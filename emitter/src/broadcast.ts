import type { MessageBatch, ServerEvents, SessionEnd, Trails } from "@hubbub/protocol";
import { Emitter as SocketEmitter } from "@socket.io/redis-emitter";
import * as msgpack from "notepack.io";
import { broadcastPacket, type ClusterPacket, disconnectPacket, replicasPacket } from "./cluster-message.ts";

/** Redis PUBLISH, or SPUBLISH for the sharded adapter: resolves with how many subscribers took the packet. */
export type PublishPacket = (channel: string, packet: Buffer | string) => Promise<number>;

/** What replicas tell each other, and each then does for its own connections: `ReplicaEvents` of the server. */
export interface ReplicaEvents {
  enter: (room: string, userId: string) => void;
  exit: (room: string, userId: string) => void;
  /** Something changed in the presence of these rooms. */
  presence: (rooms: readonly string[]) => void;
}

/** Reaches connections on all replicas. Resolves with how many replicas took it; rejects when Redis did not. */
export interface Broadcast {
  emit<Name extends keyof ServerEvents>(
    addresses: readonly string[] | "everyone",
    event: Name,
    ...payload: Parameters<ServerEvents[Name]>
  ): Promise<number>;
  /** `trails`: how some of the messages are followed. */
  tellMessages(addresses: readonly string[], batch: MessageBatch, trails: Trails | undefined): Promise<number>;
  tellReplicas<Name extends keyof ReplicaEvents>(
    event: Name,
    ...payload: Parameters<ReplicaEvents[Name]>
  ): Promise<number>;
  /** All connections at `address` are told why, then closed. */
  disconnect(address: string, reason: SessionEnd): Promise<number>;
}

/**
 * Speaks to replicas with the classic adapter. The library's own `emit` returns true whatever happens and drops
 * the promise of the publish, whose rejection would end the process: here the publish is the answer.
 */
export function createClassicBroadcast(publish: PublishPacket, channels: string): Broadcast {
  async function send(work: (sockets: SocketEmitter<ServerEvents>) => void, trails?: Trails): Promise<number> {
    let taken = Promise.resolve(0);
    const client = {
      publish(channel: string, packet: Buffer | string) {
        taken = publish(channel, packet);
      },
    };
    work(new SocketEmitter(client, { key: channels, ...(trails && { parser: following(trails) }) }));
    return taken;
  }
  const emit: Broadcast["emit"] = (addresses, event, ...payload) =>
    send(sockets => {
      if (addresses === "everyone") sockets.emit(event, ...payload);
      else if (addresses.length > 0) sockets.to([...addresses]).emit(event, ...payload);
    });
  return {
    emit,
    tellMessages: (addresses, batch, trails) =>
      send(sockets => {
        if (addresses.length > 0) sockets.to([...addresses]).emit("message:batch", batch);
      }, trails),
    tellReplicas: (event, ...payload) => send(sockets => sockets.serverSideEmit(event, ...payload)),
    async disconnect(address, reason) {
      // Sent together, and so heard in this order.
      const told = emit([address], "session:end", reason);
      const [, receivers] = await Promise.all([told, send(sockets => sockets.in(address).disconnectSockets(true))]);
      return receivers;
    },
  };
}

/** Writes packets as the library does, with the trails beside the event. */
const following = (trails: Trails) => ({
  encode: ([uid, packet, options]: [uid: string, packet: object, options: object]) =>
    msgpack.encode([uid, { ...packet, trails }, options]),
});

/** Speaks to replicas with the sharded adapter, for which the library has no words. */
export function createShardedBroadcast(publish: PublishPacket, channels: string): Broadcast {
  const send = ({ channel, packet }: ClusterPacket) => publish(channel, packet);
  return {
    async emit(addresses, event, ...payload) {
      if (addresses.length === 0) return 0;
      const named = addresses === "everyone" ? [] : addresses;
      return send(broadcastPacket(channels, named, [event, ...payload]));
    },
    async tellMessages(addresses, batch, trails) {
      if (addresses.length === 0) return 0;
      return send(broadcastPacket(channels, addresses, ["message:batch", batch], { trails }));
    },
    tellReplicas: async (event, ...payload) => send(replicasPacket(channels, [event, ...payload])),
    async disconnect(address, reason) {
      // Both through the channel that all replicas hear: one of its own could be slower on a Redis Cluster.
      const told = broadcastPacket(channels, [address], ["session:end", reason], { isShared: true });
      const [, receivers] = await Promise.all([send(told), send(disconnectPacket(channels, address))]);
      return receivers;
    },
  };
}
