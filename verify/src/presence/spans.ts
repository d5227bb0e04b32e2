/** When somebody had at least one open connection. Pure. */
import type { Line } from "../record.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The tapes of all devices of one user. */
export type Connected = readonly (readonly Line[])[];

/** The user's time in the chat; an absence that is no longer than `graceMs` is none. */
export function periodsOf(connected: Connected, graceMs: number, end: number): Span[] {
  const spans = connected.flatMap(lines => spansOf(lines, end)).sort((a, b) => a.from - b.from);
  const periods: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = periods.at(-1);
    if (last !== undefined && span.from - last.to <= graceMs) last.to = Math.max(last.to, span.to);
    else periods.push({ ...span });
  }
  return periods;
}

function spansOf(lines: readonly Line[], end: number): Span[] {
  const spans: Span[] = [];
  let since: number | null = null;
  for (const { type, at } of lines) {
    if (type === "online") since ??= at;
    if ((type === "lost" || type === "closed") && since !== null) {
      spans.push({ from: since, to: at });
      since = null;
    }
  }
  if (since !== null) spans.push({ from: since, to: end });
  return spans;
}
