import type { ChatServer } from "./types.ts";

/** As adapters hand packets to each other. */
export interface LocalPacket {
  /** The name of the event and its payload. */
  readonly data?: unknown;
}

/** What an adapter encodes packets with, which it has in private. */
interface Encoder {
  encode(packet: LocalPacket): unknown;
}

/**
 * Calls with each packet that the connections of this replica are about to be handed, whoever broadcast it: adapters encode it
 * once, and hand it to all of them in the same turn. So a microtask of the caller's comes after that.
 */
export function watchLocalPackets(io: ChatServer, onPacket: (packet: LocalPacket) => void): void {
  const { adapter } = io.of("/");
  const encoder: Encoder = Reflect.get(adapter, "encoder");
  const watching: Encoder = {
    encode(packet) {
      onPacket(packet);
      return encoder.encode(packet);
    },
  };
  Reflect.set(adapter, "encoder", watching);
}
