import type { ConnectionPhase } from "@hubbub/client";
import { Avatar } from "./avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";

const phaseText: Record<ConnectionPhase, string> = {
  idle: "Not connected",
  connecting: "Connecting…",
  online: "Online",
  waiting: "Not connected",
  ended: "Not connected",
};

/** Who one is here, which replica serves this tab, and the way out. */
export function AccountBar() {
  const app = useApp();
  const { user, connection } = useChat();
  const { phase, replica } = connection.value;
  return (
    <footer class="account">
      <Avatar user={user} online={phase === "online"} />
      <div class="account-who">
        <span class="account-name">{user.name}</span>
        <span class="account-replica" title={replica === null ? undefined : `This tab is served by ${replica}`}>
          {phaseText[phase]}
          {replica !== null && " · "}
          <span data-testid="replica" data-replica={replica}>
            {replica}
          </span>
        </span>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label="Sign out"
        title="Sign out"
        onClick={() => app.toasts.attempt("You are still signed in", () => app.signIn.signOut())}
      >
        <Icon name="exit" />
      </button>
    </footer>
  );
}
