import type { ComponentChildren } from "preact";
import { Dialog } from "./dialog.tsx";

interface QuestionProps {
  readonly title: string;
  /** What is done by whoever says yes. */
  readonly action: string;
  readonly refusal?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks before something is done that cannot be undone. */
export function Question({ title, action, refusal = "Cancel", onConfirm, onClose, children }: QuestionProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {refusal}
        </button>
        <button
          type="button"
          class="button button-dangerous"
          autofocus
          onClick={() => {
            onConfirm();
            onClose();
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}
