import type { ConnectionPhase } from "@hubbub/client";
import { Avatar } from "./avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu, type MenuItem } from "./menu.tsx";

const phaseText: Record<ConnectionPhase, string> = {
  idle: "Not connected",
  connecting: "Connecting…",
  online: "Online",
  waiting: "Not connected",
  ended: "Not connected",
};

/** Who one is here and how others see it, which replica serves this tab and how fast, and the way out. */
export function AccountBar() {
  const app = useApp();
  const chat = useChat();
  const { user, away } = chat;
  const { phase } = chat.shownConnection.value;
  const state = phase !== "online" ? "offline" : away.value ? "away" : "online";
  const items: MenuItem[] = [
    away.value
      ? { icon: "sun", text: "You are back", onSelect: () => chat.core.setAway(false) }
      : { icon: "moon", text: "Show me as away", onSelect: () => chat.core.setAway(true) },
    {
      icon: "exit",
      text: "Sign out",
      onSelect: () => app.toasts.attempt("You are still signed in", () => app.signIn.signOut()),
    },
  ];
  if (chat.notifier.canAsk.value) {
    items.unshift({ icon: "voice", text: "Notify me of messages", onSelect: () => chat.notifier.ask() });
  }
  return (
    <footer class="account">
      <Avatar user={user} state={state} />
      <div class="account-who">
        <span class="account-name">{user.name}</span>
        <span class="account-state">
          {state === "away" ? "Away" : phaseText[phase]}
          <RoundTrip />
        </span>
        <Replica />
      </div>
      <Menu label="Your status and account" class="icon-button" items={items}>
        <Icon name="more" />
      </Menu>
    </footer>
  );
}

/** How long the replica's last answer took. */
function RoundTrip() {
  const { roundTrip } = useChat().shownConnection.value;
  if (roundTrip === null) return null;
  return (
    <span data-testid="round-trip" title="How long the last answer took">
      {" · "}
      {roundTrip} ms
    </span>
  );
}

function Replica() {
  const { replica } = useChat().shownConnection.value;
  if (replica === null) return null;
  return (
    <span class="account-state" data-testid="replica" data-replica={replica} title={`This tab is served by ${replica}`}>
      {replica}
    </span>
  );
}
