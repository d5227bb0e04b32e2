import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ChatStore } from "../state/chat-store.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ChatContext, useChat } from "./context.ts";
import { DialogHost } from "./dialog-host.tsx";
import { RoomPane } from "./room-pane.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useDrawer } from "./use-drawer.ts";
import { useShortcuts } from "./use-shortcuts.ts";

export function ChatScreen({ chat }: { chat: ChatStore }) {
  return (
    <ChatContext.Provider value={chat}>
      <Regions />
      <DialogHost />
      <News />
    </ChatContext.Provider>
  );
}

/** Each thing said is a paragraph of its own, so that the same words are read out again. */
function News() {
  const { count, text } = useChat().news.said.value;
  return (
    <div class="visually-hidden" aria-live="polite">
      <p key={count}>{text}</p>
    </div>
  );
}

function Regions() {
  const chat = useChat();
  const drawer = useDrawer();
  const selected = chat.selected.value;

  useShortcuts();
  useSignalEffect(() => {
    document.title = chat.title.value;
  });
  useEffect(drawer.close, [selected, chat.dialog.value]);

  return (
    <div class={drawer.isOpen ? "chat chat-drawer-open" : "chat"}>
      <Sidebar closeButton={drawer.first} onClose={drawer.close} />
      <div class="chat-main" inert={drawer.isOpen}>
        <ConnectionBanner />
        <RoomPane key={selected} onOpenSidebar={drawer.open} />
      </div>
    </div>
  );
}
