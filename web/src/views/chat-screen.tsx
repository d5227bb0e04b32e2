import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ChatStore } from "../state/chat-store.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ChatContext } from "./context.ts";
import { RoomPane } from "./room-pane.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useDrawer } from "./use-drawer.ts";

export function ChatScreen({ chat }: { chat: ChatStore }) {
  const drawer = useDrawer();
  const selected = chat.selected.value;

  useSignalEffect(() => {
    document.title = chat.title.value;
  });
  useEffect(drawer.close, [selected]);

  return (
    <ChatContext.Provider value={chat}>
      <div class={drawer.isOpen ? "chat chat-drawer-open" : "chat"}>
        <Sidebar closeButton={drawer.first} onClose={drawer.close} />
        <div class="chat-main" inert={drawer.isOpen}>
          <ConnectionBanner />
          <RoomPane key={selected} onOpenSidebar={drawer.open} />
        </div>
      </div>
    </ChatContext.Provider>
  );
}
