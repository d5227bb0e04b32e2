import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** The sidebar as a drawer of small screens: Escape closes it. Elsewhere it always stands, and this has no effect. */
export function useDrawer() {
  const isOpen = useSignal(false);
  const close = () => {
    isOpen.value = false;
  };

  useEffect(() => {
    if (!isOpen.value) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [isOpen.value]);

  return {
    isOpen: isOpen.value,
    open: () => {
      isOpen.value = true;
    },
    close,
  };
}
