import type { ErrorCode, RequestName } from "@hubbub/protocol";

/** What a replica counts. Labels are bounded: names and codes of the protocol only. */
export interface Telemetry {
  connectionOpened(): void;
  connectionClosed(reason: string): void;
  /** A connection was ended because its client did not read. */
  slowReader(): void;
  /** A CONNECT was refused. */
  connectionRefused(code: ErrorCode): void;
  /** A request was answered; `code` is null for an accepted one. */
  answered(request: RequestName | "unknown", code: ErrorCode | null, seconds: number): void;
  /** Messages left for the members of one room in one packet. */
  broadcast(messages: number): void;
  /** A room's history was asked for from a position (`tail`), or handed out anew (`resync`). */
  recovered(result: "tail" | "resync"): void;
  /** So many people came, went or turned away, as told to one room's connections here. */
  presenceChanged(changes: number): void;
  /** So many dead replicas were swept. */
  swept(replicas: number): void;
}
