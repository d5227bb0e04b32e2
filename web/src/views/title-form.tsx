import type { RoomView } from "@hubbub/client";
import { limits } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { publicRoom } from "../state/new-room.ts";
import { isCalled } from "../state/room-names.ts";
import { explainAny } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Field } from "./field.tsx";

/** The room's title, for its owner to change. */
export function TitleForm({ room }: { room: RoomView }) {
  const chat = useChat();
  const title = useSignal(room.title);
  const error = useSignal<string | undefined>(undefined);
  const name = title.value.trim();
  const isChanged = name !== room.title && name !== "";

  const change = async () => {
    const own = chat.groupRooms.value.find(other => other.id !== room.id && isCalled(other, name));
    const namesake = own ?? (room.kind === "public" ? await publicRoom(chat.directory, name) : undefined);
    if (namesake === undefined || namesake.id === room.id) await chat.core.changeRoom(room.id, { title: name });
    else error.value = "There is a room of that name already.";
  };
  const submit = () => {
    if (!isChanged) return;
    change().catch(cause => {
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
