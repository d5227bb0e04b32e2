import type { RoomView } from "@hubbub/client";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { firstOf } from "../state/room-order.ts";
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
  /** A room was opened, be it the one that is open already. */
  readonly onOpen: () => void;
}

export function RoomList({ label, rooms, empty, add, onAdd, onOpen }: RoomListProps) {
  const chat = useChat();
  const headingId = useId();
  const isWhole = useSignal(false);
  const shown = isWhole.value ? rooms : firstOf(rooms, chat.selected.value);
  const rest = rooms.length - shown.length;
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
        {shown.map(room => (
          <li key={room.id}>
            <RoomLink room={room} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button
          type="button"
          class="item item-more"
          onClick={() => {
            isWhole.value = true;
          }}
        >
          Show {rest} more
        </button>
      )}
    </section>
  );
}

function RoomLink({ room, onOpen }: { room: RoomView; onOpen: () => void }) {
  const chat = useChat();
  const element = useRef<HTMLButtonElement>(null);
  const current = room.id === chat.selected.value;
  const { unread } = room;
  const isDraft = !current && chat.composing.drafts.value.has(room.id);

  useEffect(() => {
    if (current) bringIntoSight(element.current);
  }, [current]);

  return (
    <button
      ref={element}
      type="button"
      class={unread > 0 ? "item item-unread" : "item"}
      aria-current={current ? "page" : undefined}
      onClick={() => {
        chat.open(room.id);
        onOpen();
      }}
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

/** The list alone moves: behind the edge of a phone, `scrollIntoView` would pull the page along. */
function bringIntoSight(link: HTMLElement | null): void {
  const list = link?.closest(".sidebar-scroll");
  if (link === null || list == null) return;
  const [{ top, bottom }, seen] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (top < seen.top || bottom > seen.bottom) list.scrollTop += top - seen.top - seen.height / 2;
}
