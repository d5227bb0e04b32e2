import type { RoomView } from "@hubbub/client";
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Nearer to the end than this many pixels counts as being there. */
const nearEnd = 48;
/** Nearer to the top than this many pixels loads what is older. */
const nearTop = 240;

/** Keeps the end in sight for whoever is there, and the place of whoever is not. */
export function useTimelineScroll(room: RoomView, myId: string, loadOlder: () => Promise<void>) {
  const element = useRef<HTMLDivElement>(null);
  const pinned = useSignal(true);
  const loading = useSignal(false);
  /** The last seq that was there when the end went out of sight. */
  const leftAt = useRef(0);
  const before = useRef({ first: 0, height: 0, pending: 0 });
  const first = room.messages[0]?.seq ?? 0;

  const toEnd = () => element.current?.scrollTo({ top: element.current.scrollHeight, behavior: "instant" });

  const load = () => {
    if (loading.peek() || !room.more) return;
    loading.value = true;
    // Out of reach right now: the button stays, and so does the next scroll to the top.
    loadOlder()
      .catch(() => {})
      .finally(() => {
        loading.value = false;
      });
  };

  const onScroll = () => {
    const log = element.current;
    if (log === null) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
    if (pinned.peek() && !atEnd) leftAt.current = room.position?.seq ?? 0;
    pinned.value = atEnd;
    if (log.scrollTop < nearTop && !atEnd) load();
  };

  useLayoutEffect(() => {
    const log = element.current;
    if (log === null) return;
    const { first: firstBefore, height, pending } = before.current;
    if (room.pending.length > pending) pinned.value = true;
    if (pinned.peek()) toEnd();
    else if (first < firstBefore) log.scrollTop += log.scrollHeight - height;
    before.current = { first, height: log.scrollHeight, pending: room.pending.length };
  });

  useEffect(() => {
    const log = element.current;
    if (log === null) return;
    const observer = new ResizeObserver(() => pinned.peek() && toEnd());
    observer.observe(log);
    return () => observer.disconnect();
  }, []);

  const newer = pinned.value ? 0 : room.messages.filter(isNewer(leftAt.current, myId)).length;
  return { element, pinned: pinned.value, newer, loading: loading.value, load, onScroll, jump: toEnd };
}

const isNewer = (seq: number, myId: string) => (message: RoomView["messages"][number]) =>
  message.seq > seq && message.kind === "text" && message.user.id !== myId;
