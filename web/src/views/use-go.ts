import type { Found } from "../state/finding.ts";
import { useApp, useChat } from "./context.ts";

/** Goes where one chose to go: to a person, or into a room that one may not be in yet. */
export function useGo(onClose: () => void) {
  const app = useApp();
  const chat = useChat();
  return ({ room, person }: Found) => {
    onClose();
    if (person !== undefined) {
      app.toasts.attempt(`Could not write to ${person.name}`, () => chat.openDirect({ user: person.id }));
    } else if (room.members === null) chat.open(room.id);
    else app.toasts.attempt(`Could not join #${room.title}`, () => chat.join(room.id));
  };
}
