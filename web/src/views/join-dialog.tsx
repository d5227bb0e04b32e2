import { limits } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";
import { Finding } from "../state/finding.ts";
import { makeRoom } from "../state/new-room.ts";
import { isCalled, roomTitle } from "../state/room-names.ts";
import { explainAny } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { FoundItem } from "./found-item.tsx";
import { useGo } from "./use-go.ts";

type Kind = "public" | "private";

/** The name of a room that is there joins it; another one makes it. */
export function JoinDialog({ onClose }: { onClose: () => void }) {
  const go = useGo(onClose);
  const form = useRoomForm(onClose);
  return (
    <Dialog title="Join or create a room" onClose={onClose}>
      <form
        class="name-form"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <Field
          label="Room name"
          error={form.error}
          value={form.name}
          maxLength={limits.titleLength}
          autocomplete="off"
          autocapitalize="none"
          autofocus
          onInput={event => form.rename(event.currentTarget.value)}
        />
        {form.submitText === "Create room" && <KindChoice kind={form.kind} onChange={form.choose} />}
        <button type="submit" class="button button-primary" disabled={form.busy}>
          {form.submitText}
        </button>
      </form>
      {form.found.length > 0 && (
        <section class="other-rooms">
          <h3>Rooms you are not in</h3>
          <ul>
            {form.found.map(item => (
              <li key={item.key}>
                <button type="button" class="item" onClick={() => go(item)}>
                  <FoundItem item={item} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}

function useRoomForm(onDone: () => void) {
  const chat = useChat();
  const [finding] = useState(() => new Finding(chat.directory, { ownRooms: false, otherRooms: true, people: false }));
  const name = useSignal("");
  const kind = useSignal<Kind>("public");
  const error = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const found = finding.found.value;
  const title = roomTitle(name.value);
  const own = chat.groupRooms.value.find(room => isCalled(room, title));
  const other = found.flatMap(({ room }) => room ?? []).find(room => isCalled(room, title));

  useEffect(() => void finding.look(name.value), [name.value]);

  const enter = async (): Promise<void> => {
    if (title === "") error.value = "Give the room a name.";
    else if (own !== undefined) chat.open(own.id);
    else if (other !== undefined) await chat.join(other.id);
    else await makeRoom(chat, { name: title, kind: kind.value });
  };

  const submit = async () => {
    busy.value = true;
    await enter().catch(cause => {
      error.value = explainAny(cause);
    });
    busy.value = false;
    if (error.value === undefined) onDone();
  };

  const rename = (text: string) => {
    name.value = text;
    error.value = undefined;
  };
  const choose = (chosen: Kind) => {
    kind.value = chosen;
  };
  return {
    name: name.value,
    kind: kind.value,
    error: error.value,
    busy: busy.value,
    found,
    submitText: own !== undefined ? "Open room" : other !== undefined ? "Join room" : "Create room",
    submit,
    rename,
    choose,
  };
}

const kinds = [
  { kind: "public", text: "Public", note: "Everybody can find and join it." },
  { kind: "private", text: "Private", note: "Only those who are invited can see it." },
] as const;

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">Who can join</legend>
      {kinds.map(choice => (
        <label key={choice.kind} class="choice">
          <input type="radio" name={name} checked={kind === choice.kind} onChange={() => onChange(choice.kind)} />
          <span>
            <strong>{choice.text}</strong>
            <span class="hint">{choice.note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
