import type { RoomView } from "@hubbub/client";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Row } from "../state/timeline.ts";
import { useChat } from "./context.ts";
import { useVirtualRows, type VirtualRow, type VirtualRows } from "./use-virtual-rows.ts";

/** Nearer to the end than this many pixels counts as being there. */
const nearEnd = 48;
/** Nearer to the top than this many pixels loads what is older. */
const nearTop = 600;
/** What stands above a divider that one is brought to, in pixels. */
const before = 56;

/** Keeps the end in sight for whoever is there, and the place of whoever is not; tells what was shown. */
export function useTimelineScroll(room: RoomView, list: readonly Row[]) {
  const chat = useChat();
  const element = useRef<HTMLDivElement>(null);
  const pinned = useSignal(true);
  const older = useOlderMessages(room);
  const rows = useVirtualRows({
    element,
    list,
    estimate,
    paddingStart: beginningHeight(room),
    paddingEnd: 12,
    scrollEndThreshold: nearEnd,
  });
  const notePlace = useHeldPlace(element, rows, list[0]?.key, pinned);
  useEndInSight(element, rows, room.pending.length, pinned);

  const onScroll = () => {
    const log = element.current;
    if (log === null) return;
    pinned.value = log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
    if (log.scrollTop < nearTop && !pinned.peek()) older.load();
    notePlace();
  };

  useLayoutEffect(() => {
    const firstNew = list.findIndex(row => row.kind === "new");
    if (firstNew > 0) rows.scrollToOffset((rows.getOffsetForIndex(firstNew, "start")?.[0] ?? 0) - before);
    else rows.scrollToEnd();
    onScroll();
  }, []);

  useLayoutEffect(() => chat.reading.show(room.id, pinned.value ? null : lastSeq(rows, list)));

  return { element, rows, pinned: pinned.value, ...older, onScroll, jump: () => rows.scrollToEnd() };
}

function useOlderMessages(room: RoomView) {
  const { core } = useChat();
  const loading = useSignal(false);
  const load = () => {
    if (loading.peek() || !room.more) return;
    loading.value = true;
    // Out of reach right now: the button stays, and so does the next scroll to the top.
    core
      .loadOlder(room.id)
      .catch(() => {})
      .finally(() => {
        loading.value = false;
      });
  };
  return { loading: loading.value, load };
}

type LogElement = RefObject<HTMLDivElement | null>;

/** Whoever is at the end stays there when the log gets smaller or larger; whoever says something goes there. */
function useEndInSight(element: LogElement, rows: VirtualRows, pending: number, pinned: ReadonlySignal<boolean>): void {
  const written = useRef(pending);

  useLayoutEffect(() => {
    if (pending > written.current) rows.scrollToEnd();
    written.current = pending;
  }, [pending]);

  useEffect(() => {
    if (element.current === null) return;
    // The banner and the composer take room from the log, and give it back.
    const observer = new ResizeObserver(() => pinned.peek() && rows.scrollToEnd());
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [rows]);
}

interface Place {
  readonly key: VirtualRow["key"];
  readonly top: number;
}

/** What one reads stays where it stands on the screen when older messages come above it. Returns what notes the place. */
function useHeldPlace(
  element: LogElement,
  rows: VirtualRows,
  firstKey: string | undefined,
  pinned: ReadonlySignal<boolean>,
): () => void {
  const read = useRef<Place | null>(null);

  useLayoutEffect(() => {
    const { key, top } = read.current ?? {};
    const row = key === undefined ? undefined : rows.elementsCache.get(key);
    if (element.current === null || row === undefined || top === undefined || pinned.peek()) return;
    element.current.scrollTop += row.getBoundingClientRect().top - top;
  }, [firstKey]);

  return () => {
    read.current = placeIn(rows);
  };
}

/** Where the second row in sight stands: the first may lose its name when the message before it comes. */
function placeIn(rows: VirtualRows): Place | null {
  const edge = rows.scrollElement?.getBoundingClientRect().top ?? 0;
  const places = rows.getVirtualItems().flatMap(({ key }) => {
    const top = rows.elementsCache.get(key)?.getBoundingClientRect().top;
    return top === undefined || top < edge ? [] : [{ key, top }];
  });
  return places[1] ?? null;
}

/** What `Beginning` needs, in pixels. */
function beginningHeight(room: RoomView): number {
  if (room.more) return 56;
  if (room.resyncs > 0) return 72;
  return room.messages.length === 0 ? 116 : 92;
}

/** The last message in sight. */
function lastSeq(rows: VirtualRows, list: readonly Row[]): number {
  for (let index = rows.range?.endIndex ?? -1; index >= 0; index -= 1) {
    const row = list[index];
    if (row?.kind === "entry" && row.seq !== null) return row.seq;
  }
  return 0;
}

/** By the number of lines that the text may take. */
function estimate(row: Row): number {
  if (row.kind !== "entry") return 48;
  const lines = row.text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 90), 0);
  return (row.first ? 40 : 4) + lines * 24;
}
