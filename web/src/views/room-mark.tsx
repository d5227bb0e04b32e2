import type { RoomView } from "@hubbub/client";
import { partnerOf } from "../state/people.ts";
import { Avatar } from "./avatar.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";

/** What stands before a room's name: a hash, a lock, or the other person of a direct room. */
export function RoomMark({ room }: { room: Pick<RoomView, "id" | "kind" | "title"> }) {
  const chat = useChat();
  const other = partnerOf(room, chat.user);
  if (other === null) {
    return (
      <span class="hash">
        <span aria-hidden="true">{room.kind === "private" ? <Icon name="lock" /> : "#"}</span>
        {room.kind === "private" && <span class="visually-hidden">Private: </span>}
      </span>
    );
  }
  const { state } = chat.people.presence(other);
  return (
    <>
      <Avatar user={{ id: other, name: room.title }} state={state} />
      <span class="visually-hidden">{`${state[0]?.toUpperCase()}${state.slice(1)}: `}</span>
    </>
  );
}
