import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { AccountBar } from "./account-bar.tsx";
import { useChat } from "./context.ts";
import { DirectDialog } from "./direct-dialog.tsx";
import { Icon } from "./icon.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { Logo } from "./logo.tsx";
import { PeopleList } from "./people-list.tsx";
import { RoomList } from "./room-list.tsx";

interface SidebarProps {
  readonly closeButton: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

export function Sidebar({ closeButton, onClose }: SidebarProps) {
  const chat = useChat();
  const dialog = useSignal<"join" | "direct" | null>(null);
  const closeDialog = () => {
    dialog.value = null;
  };

  return (
    <>
      <aside class="sidebar" aria-label="Rooms and people">
        <header class="sidebar-header">
          <Logo />
          <span class="brand">Hubbub</span>
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
              rooms={chat.publicRooms.value}
              add="Join or create a room"
              onAdd={() => {
                dialog.value = "join";
              }}
            />
            <RoomList
              label="Direct messages"
              rooms={chat.directRooms.value}
              empty="Choose somebody below to write to them."
              add="Write to somebody"
              onAdd={() => {
                dialog.value = "direct";
              }}
            />
          </nav>
          <PeopleList />
        </div>
        <AccountBar />
      </aside>
      <button type="button" class="backdrop" tabIndex={-1} aria-label="Close the list of rooms" onClick={onClose} />
      {dialog.value === "join" && <JoinDialog onClose={closeDialog} />}
      {dialog.value === "direct" && <DirectDialog onClose={closeDialog} />}
    </>
  );
}
