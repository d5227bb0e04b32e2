import type { RoomView } from "@hubbub/client";
import { generalRoom } from "@hubbub/protocol";
import { useEffect, useState } from "preact/hooks";
import { Members } from "../state/members.ts";
import { roomName } from "../state/words.ts";
import { useApp, useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";
import { Finder } from "./finder.tsx";
import { Icon } from "./icon.tsx";
import { BannedList, MemberList } from "./member-list.tsx";
import { TitleForm } from "./title-form.tsx";

/** Who is in a room, and what can be done about it: by everybody, and by its owner. */
export function RoomDetails({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const chat = useChat();
  const [members] = useState(() => new Members(chat.core, room.id));
  const isOwner = room.owner === chat.user.id;

  useEffect(() => void members.load(), [members, room.owner]);

  return (
    <Dialog title={roomName(room)} class="sheet" onClose={onClose}>
      <p class="hint">{aboutText(room)}</p>
      {isOwner && <TitleForm room={room} />}
      {room.kind === "private" && <Invitation members={members} />}
      <MemberList room={room} members={members} onClose={onClose} />
      {isOwner && <BannedList members={members} />}
      {room.id !== generalRoom && <LeaveButton room={room} onClose={onClose} />}
    </Dialog>
  );
}

const aboutText = (room: RoomView): string => {
  if (room.id === generalRoom) return "Everybody is in this room.";
  return room.kind === "private"
    ? "A private room: only those who were invited can see it."
    : "A public room: everybody can find and join it.";
};

function Invitation({ members }: { members: Members }) {
  const app = useApp();
  return (
    <section class="sheet-section">
      <h3>Invite somebody</h3>
      <Finder
        label="Their name"
        hint="Type the first letters of a name."
        scope={{ ownRooms: false, otherRooms: false, people: true }}
        onChoose={({ person }) => {
          if (person === undefined) return;
          app.toasts.attempt(`Could not invite ${person.name}`, () => members.invite(person));
        }}
      />
    </section>
  );
}

function LeaveButton({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const app = useApp();
  const chat = useChat();
  return (
    <button
      type="button"
      class="button button-dangerous"
      onClick={() => {
        onClose();
        app.toasts.attempt(`Could not leave ${roomName(room)}`, () => chat.leave(room.id));
      }}
    >
      <Icon name="exit" />
      Leave this room
    </button>
  );
}
