import type { Entry } from "../state/timeline.ts";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu, type MenuItem } from "./menu.tsx";

/** What can be done with a message; Enter on the message opens it. */
export function MessageMenu({ entry }: { entry: Entry }) {
  const app = useApp();
  const chat = useChat();
  const { seq, mine, text } = entry;
  const ask = () => {
    chat.dialog.value = { kind: "remove", entry };
  };
  const items: MenuItem[] = [
    {
      icon: "copy",
      text: "Copy text",
      onSelect: () => app.toasts.attempt("The text was not copied", async () => navigator.clipboard.writeText(text)),
    },
  ];
  if (mine && seq !== null) {
    items.unshift({ icon: "edit", text: "Edit", onSelect: () => chat.composing.edit(entry) });
    items.push({ icon: "trash", text: "Remove…", isDangerous: true, onSelect: ask });
  }
  return (
    <Menu label="What to do with this message" class="icon-button entry-menu" tabIndex={-1} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
