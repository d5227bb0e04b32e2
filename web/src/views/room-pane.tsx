import { Composer } from "./composer.tsx";
import { useChat } from "./context.ts";
import { NotInRoom } from "./not-in-room.tsx";
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
