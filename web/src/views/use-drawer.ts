import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/**
 * The sidebar as a drawer of small screens; elsewhere it always stands, and nothing opens it. The focus moves to
 * `first` while it is open, and back to where it came from; Escape closes it.
 */
export function useDrawer() {
  const isOpen = useSignal(false);
  const first = useRef<HTMLButtonElement>(null);
  const close = () => {
    isOpen.value = false;
  };

  useEffect(() => {
    if (!isOpen.value) return;
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && close();
    const opener = document.activeElement;
    addEventListener("keydown", onKeyDown);
    first.current?.focus();
    return () => {
      removeEventListener("keydown", onKeyDown);
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [isOpen.value]);

  return {
    isOpen: isOpen.value,
    first,
    open: () => {
      isOpen.value = true;
    },
    close,
  };
}
