import type { MessageBatch, Trails } from "@hubbub/protocol";
import { hearersOf } from "./hearers.ts";
import { watchLocalPackets } from "./local-packets.ts";
import { batchOf } from "./message-batch.ts";
import type { ChatServer } from "./types.ts";

/**
 * A broadcast with how its messages are followed. Adapters hand packets to each other whole; for clients Socket.IO encodes
 * the event alone, so they get the same bytes with trails and without.
 */
interface FollowedPacket {
  readonly data?: unknown;
  readonly trails?: Trails;
  readonly [own]?: true;
}

/** Symbols stay in this process. */
const own = Symbol("own");

/** `EVENT` of socket.io-parser. */
const type = 2;

/** Tells whoever hears the room, on all replicas. */
export function emitFollowed(io: ChatServer, batch: MessageBatch, trails: Trails): void {
  const packet: FollowedPacket = { data: ["message:batch", batch], trails, [own]: true };
  const options = { rooms: new Set(hearersOf(batch.room)), except: new Set<string>(), flags: {} };
  io.of("/").adapter.broadcast({ type, ...packet }, options);
}

export interface Arrival {
  readonly batch: MessageBatch;
  readonly trails: Trails;
  /** When the connections of this replica began to be handed it, in ms since 1970. */
  readonly at: number;
}

const none: Trails = {};

/** Tells of each batch that came from another replica or an emitter, when connections of this one have been handed it. */
export function onArrival(io: ChatServer, now: () => number, tell: (arrival: Arrival) => void): void {
  const { rooms } = io.of("/").adapter;
  watchLocalPackets(io, (packet: FollowedPacket) => {
    const batch = packet[own] ? null : batchOf(packet.data);
    if (batch === null || !hearersOf(batch.room).some(address => rooms.has(address))) return;
    const arrival = { batch, trails: packet.trails ?? none, at: now() };
    queueMicrotask(() => tell(arrival));
  });
}
