import type { OwnEntry } from "../state/timeline.ts";
import { useChat } from "./context.ts";
import { Question } from "./question.tsx";

interface RemoveDialogProps {
  readonly room: string;
  readonly entry: OwnEntry;
  readonly onClose: () => void;
}

export function RemoveDialog({ room, entry, onClose }: RemoveDialogProps) {
  const { composing } = useChat();
  return (
    <Question
      title="Remove this message?"
      action="Remove"
      refusal="Keep it"
      onConfirm={() => composing.remove(room, entry)}
      onClose={onClose}
    >
      <blockquote class="quote">{entry.text}</blockquote>
      <p class="hint">Its words are gone for everybody. That it was there can still be seen.</p>
    </Question>
  );
}
