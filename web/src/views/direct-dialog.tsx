import { limits } from "@hubbub/protocol";
import { useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";
import { NameForm } from "./name-form.tsx";

export function DirectDialog({ onClose }: { onClose: () => void }) {
  const chat = useChat();
  return (
    <Dialog title="Write to somebody" onClose={onClose}>
      <NameForm
        label="Their name"
        hint="Only the two of you can read it."
        button="Open conversation"
        maxLength={limits.nameLength}
        onSubmit={async name => {
          if (name === "") return "Enter the name of the person.";
          if (name.toLowerCase() === chat.user.name.toLowerCase()) return "That is you.";
          await chat.openDirect({ name });
          onClose();
        }}
      />
    </Dialog>
  );
}
