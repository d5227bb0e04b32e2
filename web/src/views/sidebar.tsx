import type { RefObject } from "preact";
import { AccountBar } from "./account-bar.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Logo } from "./logo.tsx";
import { PeopleList } from "./people-list.tsx";
import { RoomList } from "./room-list.tsx";

interface SidebarProps {
  readonly closeButton: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

export function Sidebar({ closeButton, onClose }: SidebarProps) {
  const chat = useChat();
  const show = (kind: "jump" | "join" | "direct") => () => {
    chat.dialog.value = { kind };
  };

  return (
    <>
      <aside class="sidebar" aria-label="Rooms and people">
        <header class="sidebar-header">
          <Logo />
          <span class="brand">Hubbub</span>
          <button
            type="button"
            class="icon-button"
            aria-label="Go to a room or a person"
            aria-keyshortcuts="Control+K Meta+K"
            title="Go to a room or a person (Ctrl K)"
            onClick={show("jump")}
          >
            <Icon name="search" />
          </button>
          <button
            ref={closeButton}
            type="button"
            class="icon-button drawer-only"
            aria-label="Close the list of rooms"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class="sidebar-scroll">
          <nav aria-label="Rooms">
            <RoomList
              label="Rooms"
              rooms={chat.groupRooms.value}
              add="Join or create a room"
              onAdd={show("join")}
              onOpen={onClose}
            />
            <RoomList
              label="Direct messages"
              rooms={chat.directRooms.value}
              empty="Find somebody with the plus, or choose them below."
              add="Write to somebody"
              onAdd={show("direct")}
              onOpen={onClose}
            />
          </nav>
          <PeopleList onOpen={onClose} />
        </div>
        <AccountBar />
      </aside>
      <button type="button" class="backdrop" tabIndex={-1} aria-label="Close the list of rooms" onClick={onClose} />
    </>
  );
}
