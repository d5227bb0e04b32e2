/** About how high what stands in a timeline is, in pixels, before it was seen. */
import type { RoomView } from "@hubbub/client";
import type { Row } from "../state/timeline.ts";

/** What stands above the first message. */
export function beginningHeight(room: RoomView): number {
  if (room.more) return 56;
  if (room.resyncs > 0) return 72;
  return room.messages.length === 0 ? 116 : 92;
}

/** By the number of lines that the text may take. */
export function rowHeight(row: Row): number {
  if (row.kind !== "entry") return 48;
  const lines = row.text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 90), 0);
  return (row.first ? 40 : 4) + lines * 24;
}
