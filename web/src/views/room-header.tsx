import type { RoomView } from "@hubbub/client";
import { directRoomUsers, generalRoom } from "@hubbub/protocol";
import { badge } from "../state/unread.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { RoomMark } from "./room-mark.tsx";

export function RoomHeader({ room, onOpenSidebar }: { room: RoomView | null; onOpenSidebar: () => void }) {
  return (
    <header class="room-header">
      <MenuButton onClick={onOpenSidebar} />
      {room !== null && (
        <>
          <h1>
            <RoomMark room={room} />
            <span class="room-title">{room.title}</span>
          </h1>
          <RoomNote room={room} />
          {room.kind === "public" && room.id !== generalRoom && <LeaveButton room={room} />}
        </>
      )}
    </header>
  );
}

function MenuButton({ onClick }: { onClick: () => void }) {
  const unread = useChat().unreadTotal.value;
  return (
    <button type="button" class="icon-button drawer-only menu-button" onClick={onClick}>
      <Icon name="menu" />
      <span class="visually-hidden">Open the list of rooms{unread > 0 && `, ${unread} unread`}</span>
      {unread > 0 && (
        <span class="badge" aria-hidden="true">
          {badge(unread)}
        </span>
      )}
    </button>
  );
}

function RoomNote({ room }: { room: RoomView }) {
  const chat = useChat();
  const other = directRoomUsers(room.id)?.find(id => id !== chat.user.id);
  if (other === undefined) return <span class="room-note">{room.onlineCount} online</span>;
  return <span class="room-note">{chat.onlineIds.value.has(other) ? "online" : "offline"}</span>;
}

function LeaveButton({ room }: { room: RoomView }) {
  const app = useApp();
  const chat = useChat();
  return (
    <button
      type="button"
      class="button button-small button-quiet"
      onClick={() => app.toasts.attempt(`Could not leave #${room.title}`, () => chat.leave(room.id))}
    >
      Leave<span class="visually-hidden"> #{room.title}</span>
    </button>
  );
}
