import type { Found } from "../state/finding.ts";
import { membersText } from "../state/words.ts";
import { Avatar } from "./avatar.tsx";
import { useChat } from "./context.ts";
import { StateText } from "./people-list.tsx";
import { RoomMark } from "./room-mark.tsx";

/** A room or a person in a list of what was found. */
export function FoundItem({ item: { room, person } }: { item: Found }) {
  const chat = useChat();
  if (person === undefined) {
    return (
      <>
        <RoomMark room={room} />
        <span class="item-name">{room.title}</span>
        {room.members !== null && <span class="item-note">{membersText(room.members)}</span>}
      </>
    );
  }
  const presence = chat.people.presence(person.id);
  return (
    <>
      <Avatar user={person} state={presence.state} />
      <span class="item-name">{person.name}</span>
      <span class="item-note">
        <StateText person={presence} short />
      </span>
    </>
  );
}
