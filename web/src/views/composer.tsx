import type { RoomView } from "@hubbub/client";
import type { RefObject, TargetedEvent } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { emojis } from "../state/emoji.ts";
import { roomName } from "../state/words.ts";
import { Below, EditingBar, MutedBar } from "./composer-notes.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu } from "./menu.tsx";

/** Where one writes. It is made anew for each room, and keeps what was not sent there. */
export function Composer({ room }: { room: RoomView }) {
  const { composing } = useChat();
  const input = useRef<HTMLTextAreaElement>(null);
  const text = composing.text.value;
  const editing = composing.editing.value;

  useLayoutEffect(() => fitToText(input.current), [text]);
  useEffect(() => {
    // On a phone this would open the keyboard over what one wants to read.
    if (editing !== null || hasKeyboard()) focusAtEnd(input.current);
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
      <MutedBar room={room} />
      {editing !== null && <EditingBar />}
      <div class="composer-box">
        <textarea
          ref={input}
          rows={1}
          aria-label="Message"
          placeholder={editing === null ? `Message ${roomName(room)}` : "Your message in other words"}
          enterkeyhint={hasKeyboard() ? "send" : "enter"}
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

/** On a phone Enter begins a line, for there is no Shift+Enter: the button sends. */
const hasKeyboard = (): boolean => matchMedia("(pointer: fine)").matches;

/** Enter sends, Shift+Enter begins a line, ↑ in an empty composer edits one's last message, Escape ends that. */
function useComposerKeys() {
  const { composing } = useChat();
  return (event: TargetedEvent<HTMLTextAreaElement, KeyboardEvent>) => {
    if (event.isComposing) return;
    const isSending = event.ctrlKey || event.metaKey || (hasKeyboard() && !event.shiftKey);
    if (event.key === "Enter" && isSending) composing.submit();
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

function fitToText(textarea: HTMLTextAreaElement | null): void {
  if (textarea === null) return;
  textarea.style.height = "auto";
  textarea.style.height = `${textarea.scrollHeight}px`;
}

function focusAtEnd(textarea: HTMLTextAreaElement | null): void {
  textarea?.focus();
  textarea?.setSelectionRange(textarea.value.length, textarea.value.length);
}
