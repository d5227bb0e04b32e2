import { HubbubError, isNamedRoomId, type RoomSummary } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { explain } from "../state/words.ts";
import { useApp, useChat } from "./context.ts";

/** What stands in place of a room that one is not in, as after following a link: how to get in, where that can be. */
export function NotInRoom({ id }: { id: string }) {
  const { toasts } = useApp();
  const chat = useChat();
  // Undefined while that is not known; null where there is none that can be seen.
  const there = useSignal<RoomSummary | null | undefined>(undefined);
  const refusal = useSignal<string | null>(null);
  const isNamed = isNamedRoomId(id);
  const isOnline = chat.connection.value.phase === "online";

  useEffect(() => {
    if (!isNamed || !isOnline) return;
    toasts.attempt("This room could not be looked up", async () => {
      const rooms = await chat.directory.findRooms(id);
      there.value = rooms.find(room => room.id === id) ?? null;
    });
  }, [id, isOnline]);

  if (!isNamed) {
    return <Empty title="This conversation is not yours" text="Choose a room or a person in the list." />;
  }
  if (there.value === null) {
    const create = () => {
      chat.dialog.value = { kind: "join" };
    };
    return (
      <Empty
        title={`There is no public room #${id}`}
        text="If it is a private one, ask its people to invite you."
        action="Create a room"
        onAction={create}
      />
    );
  }
  const name = `#${there.value?.title ?? id}`;
  if (refusal.value !== null) return <Empty title={`You cannot join ${name}`} text={refusal.value} />;
  const join = () =>
    toasts.attempt(`Could not join ${name}`, async () => {
      try {
        await chat.join(id);
      } catch (error) {
        if (!(error instanceof HubbubError) || error.temporary) throw error;
        refusal.value = explain(error);
      }
    });
  return (
    <Empty
      title={`You are not in ${name}`}
      text="Join it to read and write there."
      {...(there.value === undefined ? {} : { action: `Join ${name}`, onAction: join })}
    />
  );
}

interface EmptyProps {
  readonly title: string;
  readonly text: string;
  readonly action?: string;
  readonly onAction?: () => void;
}

function Empty({ title, text, action, onAction }: EmptyProps) {
  return (
    <div class="room-empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {action !== undefined && (
        <button type="button" class="button button-primary" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
