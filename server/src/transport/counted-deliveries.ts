import type { MessageBatch } from "@hubbub/protocol";
import type { Telemetry } from "../domain/telemetry.ts";
import { hearersOf } from "./hearers.ts";
import { watchLocalPackets } from "./local-packets.ts";
import { batchOf } from "./message-batch.ts";
import type { ChatServer } from "./types.ts";

interface Deps {
  readonly telemetry: Pick<Telemetry, "delivered">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Counts the messages that connections of this replica are handed: once a packet, not once a connection. */
export function countDeliveries(io: ChatServer, { telemetry, now }: Deps): void {
  const { adapter } = io.of("/");
  const count = ({ room, messages }: MessageBatch) => {
    const sizes = hearersOf(room).map(address => adapter.rooms.get(address)?.size ?? 0);
    const connections = sizes.reduce((sum, size) => sum + size, 0);
    if (connections === 0) return;
    const handedAt = now();
    // Clocks of machines differ by some milliseconds.
    const ages = messages.map(({ at }) => Math.max(0, handedAt - at) / 1_000).filter(Number.isFinite);
    telemetry.delivered(connections, ages);
  };
  watchLocalPackets(io, ({ data }) => {
    const batch = batchOf(data);
    if (batch !== null) queueMicrotask(() => count(batch));
  });
}
