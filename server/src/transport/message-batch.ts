import type { MessageBatch } from "@hubbub/protocol";

/** The batch that a broadcast event carries; null for any other. Whoever may write to Redis may send anything under this name. */
export function batchOf(event: unknown): MessageBatch | null {
  if (!Array.isArray(event) || event[0] !== "message:batch") return null;
  const batch: MessageBatch = Object(event[1]);
  const isOne = typeof batch.room === "string" && Array.isArray(batch.messages) && batch.messages.every(isObject);
  return isOne ? batch : null;
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
