import type { RoomView } from "@hubbub/client";
import { leftText, mutedText, typingText } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";

/** From this many characters before the limit on, the composer counts. */
const countFrom = 200;

/** That one may not write here for a while. */
export function MutedBar({ room }: { room: RoomView }) {
  const muted = mutedText(room.mutedUntil, useChat().now.value);
  if (muted === null) return null;
  return (
    <p class="composer-bar">
      <Icon name="mute" />
      <span>{muted}</span>
    </p>
  );
}

export function EditingBar() {
  const { composing } = useChat();
  return (
    <p class="composer-bar">
      <Icon name="edit" />
      <span>Editing your message</span>
      <button type="button" class="link-button" onClick={() => composing.cancel()}>
        Cancel
      </button>
    </p>
  );
}

/** One line below the box: who writes, and how much there is room for. */
export function Below({ room }: { room: RoomView }) {
  const left = useChat().composing.left.value;
  return (
    <div class="below">
      <p class="typing">{typingText(room.typing.map(({ name }) => name))}</p>
      <p class={left < 0 ? "count count-over" : "count"} aria-live="polite">
        {left < countFrom && leftText(left)}
      </p>
    </div>
  );
}
