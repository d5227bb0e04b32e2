import type { RoomView } from "@hubbub/client";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Row } from "../state/timeline.ts";
import { useChat } from "./context.ts";
import { beginningHeight, rowHeight } from "./heights.ts";
import { useHeight } from "./use-height.ts";
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
  const beginning = useRef<HTMLDivElement>(null);
  const paddingStart = useHeight(beginning, beginningHeight(room));
  const seenHeight = useRef<number | null>(null);
  const rows = useVirtualRows({
    element,
    list,
    estimate: rowHeight,
    paddingStart,
    paddingEnd: 12,
    scrollEndThreshold: nearEnd,
  });
  const notePlace = useHeldPlace(element, rows, `${list[0]?.key} ${paddingStart}`, pinned);
  useEndInSight(element, rows, room.pending.length, pinned);

  const onScroll = () => {
    const log = element.current;
    if (log === null) return;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
    // Nobody scrolled where the log became smaller, as by a keyboard or a longer draft: it will follow.
    const isResized = seenHeight.current !== null && seenHeight.current !== log.clientHeight;
    if (isAtEnd || !isResized) pinned.value = isAtEnd;
    seenHeight.current = log.clientHeight;
    if (log.scrollTop < nearTop && !pinned.peek()) older.load();
    notePlace();
  };

  useLayoutEffect(() => {
    const firstNew = list.findIndex(row => row.kind === "new");
    if (firstNew > 0) rows.scrollToOffset((rows.getOffsetForIndex(firstNew, "start")?.[0] ?? 0) - before);
    else rows.scrollToEnd();
    onScroll();
  }, []);

  useLayoutEffect(() => {
    // Where everything is in sight nobody can scroll up for more.
    const log = element.current;
    if (log !== null && log.scrollHeight <= log.clientHeight) older.load();
  }, [list.length]);

  useLayoutEffect(() => chat.reading.show(room.id, pinned.value ? null : lastSeq(rows, list)));

  return { element, beginning, rows, pinned: pinned.value, ...older, onScroll, jump: () => rows.scrollToEnd() };
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
    const log = element.current;
    if (log?.firstElementChild == null) return;
    // The banner, the composer and a phone's keyboard take room from the log, and give it back; what is in it may grow.
    const observer = new ResizeObserver(() => pinned.peek() && rows.scrollToEnd());
    for (const part of [log, log.firstElementChild]) observer.observe(part);
    return () => observer.disconnect();
  }, [rows]);
}

interface Place {
  readonly key: VirtualRow["key"];
  readonly top: number;
}

/** What one reads stays where it stands on the screen when `above` it something changes. Returns what notes the place. */
function useHeldPlace(
  element: LogElement,
  rows: VirtualRows,
  above: string,
  pinned: ReadonlySignal<boolean>,
): () => void {
  const read = useRef<Place | null>(null);

  useLayoutEffect(() => {
    const { key, top } = read.current ?? {};
    const row = key === undefined ? undefined : rows.elementsCache.get(key);
    if (element.current === null || row === undefined || top === undefined || pinned.peek()) return;
    element.current.scrollTop += row.getBoundingClientRect().top - top;
  }, [above]);

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

/** The last message in sight. */
function lastSeq(rows: VirtualRows, list: readonly Row[]): number {
  for (let index = rows.range?.endIndex ?? -1; index >= 0; index -= 1) {
    const row = list[index];
    if (row?.kind === "entry" && row.seq !== null) return row.seq;
  }
  return 0;
}
