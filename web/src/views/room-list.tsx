import type { RoomView } from "@hubbub/client";
import { useId } from "preact/hooks";
import { badge } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { RoomMark } from "./room-mark.tsx";

interface RoomListProps {
  readonly label: string;
  readonly rooms: readonly RoomView[];
  readonly empty?: string;
  /** What the plus button does, in words. */
  readonly add: string;
  readonly onAdd: () => void;
}

export function RoomList({ label, rooms, empty, add, onAdd }: RoomListProps) {
  const headingId = useId();
  return (
    <section class="section">
      <div class="section-header">
        <h2 id={headingId}>{label}</h2>
        <button type="button" class="icon-button" aria-label={add} title={add} onClick={onAdd}>
          <Icon name="plus" />
        </button>
      </div>
      {rooms.length === 0 && empty !== undefined && <p class="section-empty">{empty}</p>}
      <ul aria-labelledby={headingId}>
        {rooms.map(room => (
          <li key={room.id}>
            <RoomLink room={room} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoomLink({ room }: { room: RoomView }) {
  const chat = useChat();
  const current = room.id === chat.selected.value;
  const { unread } = room;
  const isDraft = !current && chat.composing.drafts.value.has(room.id);
  return (
    <button
      type="button"
      class={unread > 0 ? "item item-unread" : "item"}
      aria-current={current ? "page" : undefined}
      onClick={() => chat.open(room.id)}
    >
      <RoomMark room={room} />
      <span class="item-name">{room.title}</span>
      {isDraft && (
        <span class="item-note" title="A draft waits here">
          <Icon name="edit" />
          <span class="visually-hidden"> with a draft</span>
        </span>
      )}
      {unread > 0 && (
        <span class="badge">
          {badge(unread)}
          <span class="visually-hidden"> unread</span>
        </span>
      )}
    </button>
  );
}
