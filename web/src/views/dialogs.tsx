import { useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";
import { Finder } from "./finder.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RoomDetails } from "./room-details.tsx";
import { useGo } from "./use-go.ts";

/** The dialog that is open, if any. */
export function Dialogs() {
  const chat = useChat();
  const open = chat.dialog.value;
  const close = () => {
    chat.dialog.value = null;
  };
  switch (open?.kind) {
    case "jump":
      return <JumpDialog onClose={close} />;
    case "join":
      return <JoinDialog onClose={close} />;
    case "direct":
      return <DirectDialog onClose={close} />;
    case "remove":
      return <RemoveDialog room={open.room} entry={open.entry} onClose={close} />;
    case "details":
      return <DetailsDialog key={open.room} id={open.room} onClose={close} />;
    default:
      return null;
  }
}

function DetailsDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const room = useChat().rooms.value.find(known => known.id === id);
  return room === undefined ? null : <RoomDetails room={room} onClose={onClose} />;
}

function JumpDialog({ onClose }: { onClose: () => void }) {
  const go = useGo(onClose);
  return (
    <Dialog title="Go to a room or a person" onClose={onClose}>
      <Finder
        label="Name of a room or a person"
        hint="Type the first letters of a name."
        scope={{ ownRooms: true, otherRooms: true, people: true }}
        autofocus
        onChoose={go}
      />
    </Dialog>
  );
}

function DirectDialog({ onClose }: { onClose: () => void }) {
  const go = useGo(onClose);
  return (
    <Dialog title="Write to somebody" onClose={onClose}>
      <Finder
        label="Their name"
        hint="Type the first letters. Only the two of you will read what you write, and they need not be online."
        scope={{ ownRooms: false, otherRooms: false, people: true }}
        autofocus
        onChoose={go}
      />
    </Dialog>
  );
}
