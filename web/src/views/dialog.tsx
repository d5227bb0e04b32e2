import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { focusAgain } from "./focus.ts";
import { Icon } from "./icon.tsx";

interface DialogProps {
  readonly title: string;
  /** `sheet`: as high as the page, at its edge. */
  readonly class?: "sheet";
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** The browser's own modal dialog: it keeps the focus and gives it back, and Escape closes it. */
export function Dialog({ title, class: shape, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      focusAgain();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={shape === undefined ? "dialog" : `dialog ${shape}`}
      aria-labelledby={headingId}
      onClose={onClose}
      closedby="any"
    >
      <div class="dialog-body">
        <header class="dialog-header">
          <h2 id={headingId}>{title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={() => element.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
