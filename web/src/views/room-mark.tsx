import type { RoomView } from "@hubbub/client";
import { directRoomUsers } from "@hubbub/protocol";
import { Avatar } from "./avatar.tsx";
import { useChat } from "./context.ts";

/** What stands before a room's name: a hash, or the other person of a direct room. */
export function RoomMark({ room }: { room: RoomView }) {
  const chat = useChat();
  const other = directRoomUsers(room.id)?.find(id => id !== chat.user.id);
  if (other === undefined) {
    return (
      <span class="hash" aria-hidden="true">
        #
      </span>
    );
  }
  const online = chat.onlineIds.value.has(other);
  return (
    <>
      <Avatar user={{ id: other, name: room.title }} online={online} />
      <span class="visually-hidden">{online ? "Online: " : "Offline: "}</span>
    </>
  );
}
