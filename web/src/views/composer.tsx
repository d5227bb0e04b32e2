import type { RoomView } from "@hubbub/client";
import type { RefObject, TargetedEvent } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { emojis } from "../state/emoji.ts";
import { mutedText, roomName, typingText } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu } from "./menu.tsx";

/** From this many characters before the limit on, the composer counts. */
const countFrom = 200;

/** Where one writes. It is made anew for each room, and keeps what was not sent there. */
export function Composer({ room }: { room: RoomView }) {
  const { composing } = useChat();
  const input = useRef<HTMLTextAreaElement>(null);
  const text = composing.text.value;
  const editing = composing.editing.value;

  useLayoutEffect(() => fitToText(input.current), [text]);
  useEffect(() => {
    // On a phone this would open the keyboard over what one wants to read.
    if (editing !== null || matchMedia("(pointer: fine)").matches) focusAtEnd(input.current);
  }, [editing]);

  return (
    <form
      class="composer"
      aria-label="Write a message"
      onSubmit={event => {
        event.preventDefault();
        composing.submit();
        input.current?.focus();
      }}
    >
      {editing !== null && <EditingBar />}
      <div class="composer-box">
        <textarea
          ref={input}
          rows={1}
          aria-label="Message"
          placeholder={editing === null ? `Message ${roomName(room)}` : "Your message in other words"}
          enterkeyhint="send"
          value={text}
          onInput={event => composing.write(event.currentTarget.value)}
          onBlur={() => composing.pause()}
          onKeyDown={useComposerKeys()}
        />
        <EmojiMenu input={input} />
        <button
          type="submit"
          class="send"
          aria-label={editing === null ? "Send" : "Save"}
          title={editing === null ? "Send" : "Save"}
          disabled={!composing.canSend.value}
          onMouseDown={event => event.preventDefault()}
        >
          <Icon name={editing === null ? "send" : "check"} />
        </button>
      </div>
      <Below room={room} />
    </form>
  );
}

/** Enter sends, Shift+Enter begins a line, ↑ in an empty composer edits one's last message, Escape ends that. */
function useComposerKeys() {
  const { composing } = useChat();
  return (event: TargetedEvent<HTMLTextAreaElement, KeyboardEvent>) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) composing.submit();
    else if (event.key === "Escape" && composing.editing.peek() !== null) composing.cancel();
    else if (event.key === "ArrowUp" && event.currentTarget.value === "") composing.editLast();
    else return;
    event.preventDefault();
  };
}

/** On a phone the keyboard has them. */
function EmojiMenu({ input }: { input: RefObject<HTMLTextAreaElement | null> }) {
  const { composing } = useChat();
  const insert = (emoji: string) => {
    const field = input.current;
    if (field === null) return;
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
    composing.write(field.value);
    field.focus();
  };
  const items = emojis.map(text => ({ text, onSelect: () => insert(text) }));
  return (
    <Menu label="Emoji" class="icon-button emoji-button" items={items} isGrid>
      <Icon name="smile" />
    </Menu>
  );
}

function EditingBar() {
  const { composing } = useChat();
  return (
    <p class="editing">
      <Icon name="edit" />
      <span>Editing your message</span>
      <button type="button" class="link-button" onClick={() => composing.cancel()}>
        Cancel
      </button>
    </p>
  );
}

/** One line below the box: who writes, that one may not, or how much there is room for. */
function Below({ room }: { room: RoomView }) {
  const { composing, now } = useChat();
  const left = composing.left.value;
  const muted = mutedText(room.mutedUntil, now.value);
  return (
    <div class="below">
      <p class={muted === null ? "typing" : "muted"}>{muted ?? typingText(room.typing.map(({ name }) => name))}</p>
      <p class={left < 0 ? "count count-over" : "count"} aria-live="polite">
        {left < countFrom && describeLeft(left)}
      </p>
    </div>
  );
}

const describeLeft = (left: number): string => (left >= 0 ? `${left} characters left` : `${-left} characters too many`);

function fitToText(textarea: HTMLTextAreaElement | null): void {
  if (textarea === null) return;
  textarea.style.height = "auto";
  textarea.style.height = `${textarea.scrollHeight}px`;
}

function focusAtEnd(textarea: HTMLTextAreaElement | null): void {
  textarea?.focus();
  textarea?.setSelectionRange(textarea.value.length, textarea.value.length);
}
