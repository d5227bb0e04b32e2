import type { RoomView } from "@hubbub/client";
import { limits } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { roomName } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";

/** From this many characters before the limit on, the composer counts. */
const countFrom = 200;

/** Where one writes. It is made anew for each room, and keeps what was not sent there. */
export function Composer({ room }: { room: RoomView }) {
  const chat = useChat();
  const input = useRef<HTMLTextAreaElement>(null);
  const draft = useSignal(chat.drafts.get(room.id) ?? "");
  const left = limits.textLength - [...draft.value].length;
  const canSend = draft.value.trim() !== "" && left >= 0;

  const write = (text: string) => {
    draft.value = text;
    chat.drafts.set(room.id, text);
  };

  const send = () => {
    if (!canSend) return;
    chat.send(room.id, draft.value.trim());
    write("");
    input.current?.focus();
  };

  useLayoutEffect(() => fitToText(input.current), [draft.value]);
  useEffect(() => {
    // On a phone this would open the keyboard over what one wants to read.
    if (matchMedia("(pointer: fine)").matches) input.current?.focus();
  }, []);

  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <div class="composer-box">
        <textarea
          ref={input}
          rows={1}
          aria-label="Message"
          placeholder={`Message ${roomName(room)}`}
          enterkeyhint="send"
          value={draft}
          onInput={event => write(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          class="send"
          aria-label="Send"
          title="Send"
          disabled={!canSend}
          onMouseDown={event => event.preventDefault()}
        >
          <Icon name="send" />
        </button>
      </div>
      <p class={left < 0 ? "count count-over" : "count"} aria-live="polite">
        {left < countFrom && describeLeft(left)}
      </p>
    </form>
  );
}

const describeLeft = (left: number): string => (left >= 0 ? `${left} characters left` : `${-left} characters too many`);

function fitToText(textarea: HTMLTextAreaElement | null): void {
  if (textarea === null) return;
  textarea.style.height = "auto";
  textarea.style.height = `${textarea.scrollHeight}px`;
}
