import { limits } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";
import { Finding } from "../state/finding.ts";
import { roomIdOf } from "../state/room-names.ts";
import { explainNewRoom } from "../state/words.ts";
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
        {!form.isThere && <KindChoice kind={form.kind} onChange={form.choose} />}
        <button type="submit" class="button button-primary" disabled={form.busy}>
          {form.isThere ? "Join room" : "Create room"}
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
  const id = roomIdOf(name.value);
  const isThere = found.some(({ room }) => room?.id === id);

  useEffect(() => void finding.look(name.value), [name.value]);

  const create = async (room: string): Promise<void> => {
    const made = chat.create({ room, kind: kind.value, title: name.value.trim() });
    if (kind.value === "private") return made;
    // It may be there already, and not be found yet. One that cannot be joined either is somebody's private room.
    await made.catch(conflict =>
      chat.join(room).catch(() => {
        throw conflict;
      }),
    );
  };

  const enter = async (): Promise<void> => {
    if (id === null) error.value = "Use letters a to z, digits and dashes.";
    else if (isThere) await chat.join(id);
    else await create(id);
  };

  const submit = async () => {
    busy.value = true;
    await enter().catch(cause => {
      error.value = explainNewRoom(cause);
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
    isThere,
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
