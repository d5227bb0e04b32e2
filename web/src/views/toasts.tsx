import { useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "./context.ts";
import { Icon } from "./icon.tsx";

/** A popover of the browser's, so that they are seen in front of a dialog, too. */
export function Toasts() {
  const { toasts } = useApp();
  const element = useRef<HTMLDivElement>(null);
  const list = toasts.list.value;

  useLayoutEffect(() => {
    // What is shown last is in front.
    element.current?.hidePopover();
    if (list.length > 0) element.current?.showPopover();
  }, [list]);

  return (
    <section aria-label="Notices" aria-live="polite">
      <div ref={element} class="toasts" popover="manual">
        {list.map(toast => (
          <div class="toast" key={toast.id}>
            <div class="toast-text">
              <strong>{toast.title}</strong>
              <p>{toast.text}</p>
            </div>
            <button
              type="button"
              class="icon-button"
              aria-label={`Dismiss: ${toast.title}`}
              onClick={() => toasts.dismiss(toast.id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </section>
  );
}
