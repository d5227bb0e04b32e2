import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import type { ChatServer } from "./types.ts";

type CreateAdapter = Extract<Parameters<ChatServer["adapter"]>[0], (...args: never[]) => unknown>;

/** Resolves when this replica gets what others send to these addresses. */
export type Hears = (addresses: readonly string[]) => Promise<void>;

export interface ClusterAdapter {
  readonly create: CreateAdapter;
  readonly hears: Hears;
}

interface Connections {
  readonly publisher: object;
  readonly subscriber: { hears(channels: readonly string[]): Promise<void> };
  /** What every channel begins with. */
  readonly channels: string;
}

/**
 * Classic: each replica gets everything. Sharded: a replica subscribes to each address when the first connection
 * enters it, and Socket.IO does not wait for that; who reads a room's log has to, or misses what falls in between.
 */
export function createClusterAdapter(
  kind: "classic" | "sharded",
  { publisher, subscriber, channels }: Connections,
): ClusterAdapter {
  if (kind === "classic") {
    return { create: createAdapter(publisher, subscriber, { key: channels }), hears: async () => {} };
  }
  return {
    create: createShardedAdapter(publisher, subscriber, { channelPrefix: channels, subscriptionMode: "dynamic" }),
    hears: addresses => subscriber.hears(addresses.map(address => `${channels}#/#${address}#`)),
  };
}
