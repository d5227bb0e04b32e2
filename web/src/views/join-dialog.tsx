import { limits, type RoomSummary } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { roomIdOf } from "../state/room-names.ts";
import { useApp, useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";
import { NameForm } from "./name-form.tsx";

export function JoinDialog({ onClose }: { onClose: () => void }) {
  const chat = useChat();

  const join = async (name: string) => {
    const id = roomIdOf(name);
    if (id === null) return "Use letters a to z, digits and dashes.";
    await chat.join(id);
    onClose();
  };

  return (
    <Dialog title="Join or create a room" onClose={onClose}>
      <NameForm
        label="Room name"
        hint="A room that does not exist yet is made for you. Everybody can join it."
        button="Join room"
        maxLength={limits.roomIdLength}
        onSubmit={join}
      />
      <OtherRooms onJoin={join} />
    </Dialog>
  );
}

function OtherRooms({ onJoin }: { onJoin: (id: string) => Promise<unknown> }) {
  const app = useApp();
  const chat = useChat();
  const all = useSignal<readonly RoomSummary[]>([]);

  useEffect(() => {
    // Without the list one can still type a name.
    app.listRooms().then(
      rooms => {
        all.value = rooms;
      },
      () => {},
    );
  }, [app, all]);

  const mine = new Set(chat.publicRooms.value.map(room => room.id));
  const others = all.value.filter(room => room.kind === "public" && !mine.has(room.id));
  if (others.length === 0) return null;
  return (
    <section class="other-rooms">
      <h3>Rooms you are not in</h3>
      <ul>
        {others.map(room => (
          <li key={room.id}>
            <button
              type="button"
              class="item"
              onClick={() =>
                app.toasts.attempt(`Could not join #${room.title}`, async () => void (await onJoin(room.id)))
              }
            >
              <span class="hash" aria-hidden="true">
                #
              </span>
              <span class="item-name">{room.title}</span>
              <span class="item-note">{room.members === 1 ? "1 member" : `${room.members} members`}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
