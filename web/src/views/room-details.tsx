import type { RoomView } from "@hubbub/client";
import { generalRoom } from "@hubbub/protocol";
import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Members } from "../state/members.ts";
import { roomName } from "../state/words.ts";
import { useApp, useChat } from "./context.ts";
import { Dialog } from "./dialog.tsx";
import { Finder } from "./finder.tsx";
import { Icon } from "./icon.tsx";
import { BannedList, MemberList } from "./member-list.tsx";
import { Question } from "./question.tsx";
import { TitleForm } from "./title-form.tsx";
import type { Asked, MemberActionsOptions } from "./use-member-actions.ts";

/** Who is in a room, and what can be done about it: by everybody, and by its owner. */
export function RoomDetails({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const chat = useChat();
  const [members] = useState(() => new Members(chat.core, room.id, chat.clock));
  const asked = useSignal<Asked | null>(null);
  const isOwner = room.owner === chat.user.id;
  const ask = (question: Asked | null) => {
    asked.value = question;
  };

  // Who comes or goes unseen is in the list a little later.
  useEffect(() => members.refresh(), [members, room.online, room.owner, chat.now.value]);
  useEffect(() => () => members.stop(), [members]);

  return (
    <>
      <Dialog title={roomName(room)} class="sheet" onClose={onClose}>
        <p class="hint">{aboutText(room)}</p>
        {isOwner && <TitleForm room={room} />}
        {room.kind === "private" && <Invitation members={members} />}
        <MemberList room={room} members={members} onClose={onClose} onAsk={ask} />
        {isOwner && <BannedList members={members} />}
        {room.id !== generalRoom && <LeaveButton room={room} members={members} onClose={onClose} onAsk={ask} />}
      </Dialog>
      {asked.value !== null && (
        <Question {...asked.value} onClose={() => ask(null)}>
          <p>{asked.value.text}</p>
        </Question>
      )}
    </>
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

/** A public room one may join again. */
function LeaveButton({ room, members, onClose, onAsk }: MemberActionsOptions) {
  const app = useApp();
  const chat = useChat();
  const isPrivate = room.kind === "private";
  const isLast = members.list.value?.length === 1;
  const leave = () => {
    onClose();
    app.toasts.attempt(`Could not leave ${roomName(room)}`, () => chat.leave(room.id));
  };
  const question = {
    title: `Leave ${roomName(room)}?`,
    text: isLast
      ? "You are its last member: the room ends, and what was said in it is gone."
      : "You can come in again only when somebody invites you.",
    action: "Leave",
    onConfirm: leave,
  };
  return (
    <button type="button" class="button button-dangerous" onClick={isPrivate ? () => onAsk(question) : leave}>
      <Icon name="exit" />
      {isPrivate ? "Leave this room…" : "Leave this room"}
    </button>
  );
}
