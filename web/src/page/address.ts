import { computed, type ReadonlySignal, signal } from "@preact/signals";

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

/** Where a room is in the address bar, so that reload, back and links work. */
const roomHref = (room: string): string => `#/${encodeURIComponent(room)}`;

export const roomInAddress: ReadonlySignal<string | null> = computed(() => {
  const [, room] = /^#\/(.+)$/.exec(hash.value) ?? [];
  return room === undefined ? null : decode(room);
});

export function goToRoom(room: string): void {
  location.hash = roomHref(room);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
