import type { RoomView } from "@hubbub/client";
import { isNamedRoomId } from "@hubbub/protocol";
import { partnerOf } from "../state/people.ts";
import { badge } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { StateText } from "./people-list.tsx";
import { RoomMark } from "./room-mark.tsx";

interface RoomHeaderProps {
  readonly room: RoomView | null;
  readonly onOpenSidebar: () => void;
  readonly onOpenDetails: () => void;
}

export function RoomHeader({ room, onOpenSidebar, onOpenDetails }: RoomHeaderProps) {
  const selected = useChat().selected.value;
  return (
    <header class="room-header">
      <MenuButton onClick={onOpenSidebar} />
      {room === null ? (
        <h1>
          <span class="room-title">{isNamedRoomId(selected) ? `#${selected}` : "Hubbub"}</span>
        </h1>
      ) : (
        <>
          <div class="room-names">
            <h1>
              <RoomMark room={room} />
              <span class="room-title">{room.title}</span>
            </h1>
            <RoomNote room={room} />
          </div>
          {room.kind !== "direct" && (
            <button
              type="button"
              class="icon-button"
              aria-label="Members and settings"
              title="Members and settings"
              onClick={onOpenDetails}
            >
              <Icon name="people" />
            </button>
          )}
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
  const other = partnerOf(room, chat.user);
  return (
    <span class="room-note">
      {other === null ? `${room.onlineCount} online` : <StateText person={chat.people.presence(other)} />}
    </span>
  );
}
