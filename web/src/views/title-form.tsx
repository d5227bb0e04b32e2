import type { RoomView } from "@hubbub/client";
import { limits } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { explainAny } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Field } from "./field.tsx";

/** The room's title, for its owner to change. */
export function TitleForm({ room }: { room: RoomView }) {
  const chat = useChat();
  const title = useSignal(room.title);
  const error = useSignal<string | undefined>(undefined);
  const isChanged = title.value.trim() !== room.title && title.value.trim() !== "";

  const submit = () => {
    if (!isChanged) return;
    chat.core.changeRoom(room.id, { title: title.value.trim() }).catch(cause => {
      error.value = explainAny(cause);
    });
  };

  return (
    <form
      class="title-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        label="Title"
        value={title}
        maxLength={limits.titleLength}
        error={error.value}
        autocomplete="off"
        onInput={event => {
          title.value = event.currentTarget.value;
          error.value = undefined;
        }}
      />
      <button type="submit" class="button" disabled={!isChanged}>
        Save
      </button>
    </form>
  );
}
