import { isNamedRoomId } from "@hubbub/protocol";
import { Composer } from "./composer.tsx";
import { useApp, useChat } from "./context.ts";
import { RoomHeader } from "./room-header.tsx";
import { Timeline } from "./timeline.tsx";

/** The room that is open: its header, what was said, and where to say more. */
export function RoomPane({ onOpenSidebar }: { onOpenSidebar: () => void }) {
  const chat = useChat();
  const room = chat.room.value;
  return (
    <>
      <RoomHeader
        room={room}
        onOpenSidebar={onOpenSidebar}
        onOpenDetails={() => {
          chat.dialog.value = { kind: "details", room: chat.selected.peek() };
        }}
      />
      <main class="room">
        {room === null && chat.ready.value && <NotInRoom id={chat.selected.value} />}
        {room === null && !chat.ready.value && <RoomSkeleton />}
        {room !== null && (
          <>
            {chat.loaded.value ? <Timeline room={room} /> : <RoomSkeleton />}
            <Composer room={room} />
          </>
        )}
      </main>
    </>
  );
}

function NotInRoom({ id }: { id: string }) {
  const app = useApp();
  const chat = useChat();
  const canJoin = isNamedRoomId(id);
  return (
    <div class="room-empty">
      <h2>{canJoin ? `You are not in #${id}` : "This conversation is not yours"}</h2>
      <p>{canJoin ? "Join it to read and write there." : "Choose a room or a person in the list."}</p>
      {canJoin && (
        <button
          type="button"
          class="button button-primary"
          onClick={() => app.toasts.attempt(`Could not join #${id}`, () => chat.join(id))}
        >
          Join #{id}
        </button>
      )}
    </div>
  );
}

function RoomSkeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <span class="visually-hidden">Loading messages…</span>
      {[1, 2, 3, 4].map(row => (
        <div class="skeleton-row" key={row}>
          <span />
          <div>
            <span />
            <span />
          </div>
        </div>
      ))}
    </div>
  );
}
