import type { OwnEntry } from "../state/timeline.ts";
import { useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";

interface RemoveDialogProps {
  readonly room: string;
  readonly entry: OwnEntry;
  readonly onClose: () => void;
}

export function RemoveDialog({ room, entry, onClose }: RemoveDialogProps) {
  const chat = useChat();
  return (
    <Dialog title="Remove this message?" onClose={onClose}>
      <blockquote class="quote">{entry.text}</blockquote>
      <p class="hint">Its words are gone for everybody. That it was there can still be seen.</p>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          class="button button-dangerous"
          autofocus
          onClick={() => {
            chat.composing.remove(room, entry);
            onClose();
          }}
        >
          Remove
        </button>
      </div>
    </Dialog>
  );
}
