import { type Entry, isOwnEntry } from "../state/timeline.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu, type MenuItem } from "./menu.tsx";

/** What can be done with a message; Enter on the message opens it. */
export function MessageMenu({ entry }: { entry: Entry }) {
  const app = useApp();
  const chat = useChat();
  const items: MenuItem[] = [
    {
      icon: "copy",
      text: "Copy text",
      onSelect: () =>
        app.toasts.attempt("The text was not copied", async () => navigator.clipboard.writeText(entry.text)),
    },
  ];
  if (isOwnEntry(entry)) {
    items.unshift({ icon: "edit", text: "Edit", onSelect: () => chat.composing.edit(entry) });
    items.push({ icon: "trash", text: "Remove…", isDangerous: true, onSelect: () => chat.askToRemove(entry) });
  }
  return (
    <Menu label="What to do with this message" class="icon-button entry-menu" tabIndex={-1} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
