import { HubbubError, isNamedRoomId, type RoomSummary } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { explain } from "../state/words.ts";
import { useApp, useChat } from "./context.ts";

/** What stands in place of a room that one is not in, as after following a link: how to get in, where that can be. */
export function NotInRoom({ id }: { id: string }) {
  const chat = useChat();
  const there = useRoomAt(id);
  if (!isNamedRoomId(id)) {
    return <Empty title="This conversation is not yours" text="Choose a room or a person in the list." />;
  }
  if (there !== null) return <Joinable id={id} room={there} />;
  const create = () => {
    chat.dialog.value = { kind: "join" };
  };
  return (
    <Empty
      title={`There is no public room #${id}`}
      text="If it is a private one, ask its people to invite you."
      action={{ text: "Create a room", run: create }}
    />
  );
}

/** Undefined while that is not known; null where there is none that can be seen. */
function useRoomAt(id: string): RoomSummary | null | undefined {
  const { toasts } = useApp();
  const chat = useChat();
  const found = useSignal<RoomSummary | null | undefined>(undefined);
  const isOnline = chat.connection.value.phase === "online";

  useEffect(() => {
    if (!isOnline || !isNamedRoomId(id)) return;
    toasts.attempt("This room could not be looked up", async () => {
      const rooms = await chat.directory.findRooms(id);
      found.value = rooms.find(room => room.id === id) ?? null;
    });
  }, [id, isOnline]);

  return found.value;
}

function Joinable({ id, room }: { id: string; room: RoomSummary | undefined }) {
  const { toasts } = useApp();
  const chat = useChat();
  const refusal = useSignal<string | null>(null);
  const name = `#${room?.title ?? id}`;

  const join = async () => {
    try {
      await chat.join(id);
    } catch (error) {
      if (!(error instanceof HubbubError) || error.temporary) throw error;
      refusal.value = explain(error);
    }
  };

  if (refusal.value !== null) return <Empty title={`You cannot join ${name}`} text={refusal.value} />;
  const action = { text: `Join ${name}`, run: () => toasts.attempt(`Could not join ${name}`, join) };
  return (
    <Empty
      title={`You are not in ${name}`}
      text="Join it to read and write there."
      action={room === undefined ? null : action}
    />
  );
}

interface EmptyProps {
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly text: string; readonly run: () => void } | null;
}

function Empty({ title, text, action }: EmptyProps) {
  return (
    <div class="room-empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {action != null && (
        <button type="button" class="button button-primary" onClick={action.run}>
          {action.text}
        </button>
      )}
    </div>
  );
}
