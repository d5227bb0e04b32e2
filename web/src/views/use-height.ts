import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** How high an element is, in pixels, from before it is first painted; until then, `guess`. */
export function useHeight(element: RefObject<HTMLElement | null>, guess: number): number {
  const height = useSignal(guess);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      height.value = current.offsetHeight;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return height.value;
}
