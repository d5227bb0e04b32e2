import type { RoomView } from "@hubbub/client";
import { dayName } from "../state/dates.ts";
import { timelineRows } from "../state/timeline.ts";
import { roomName } from "../state/words.ts";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { MessageGroup } from "./message-group.tsx";
import { useTimelineScroll } from "./use-timeline-scroll.ts";

export function Timeline({ room }: { room: RoomView }) {
  const chat = useChat();
  const scroll = useTimelineScroll(room, chat.user.id, () => chat.loadOlder(room.id));
  const rows = timelineRows(room, chat.user);
  return (
    <div class="timeline">
      <div
        ref={scroll.element}
        class="log"
        role="log"
        aria-label={`Messages in ${room.title}`}
        aria-busy={scroll.loading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        <div class="log-content">
          <Beginning room={room} loading={scroll.loading} onLoad={scroll.load} />
          {rows.map(row =>
            row.kind === "day" ? <DayDivider key={row.key} at={row.at} /> : <MessageGroup key={row.key} group={row} />,
          )}
        </div>
      </div>
      {!scroll.pinned && (
        <button type="button" class="jump" onClick={scroll.jump}>
          <Icon name="down" />
          {scroll.newer > 0 ? `Jump to latest (${scroll.newer} new)` : "Jump to latest"}
        </button>
      )}
    </div>
  );
}

function DayDivider({ at }: { at: number }) {
  return (
    <h2 class="day">
      <span>{dayName(at, Date.now())}</span>
    </h2>
  );
}

/** What stands above the first message: older ones, a loss, or the room's beginning. */
function Beginning({ room, loading, onLoad }: { room: RoomView; loading: boolean; onLoad: () => void }) {
  return (
    <>
      {room.more && (
        <button type="button" class="button button-small button-quiet older" disabled={loading} onClick={onLoad}>
          {loading ? "Loading older messages…" : "Load older messages"}
        </button>
      )}
      {room.resyncs > 0 && (
        <p class="gap">
          {room.more
            ? "You were away for long, so the timeline begins anew. Scroll up for what you missed."
            : "What was said before this line could not be recovered."}
        </p>
      )}
      {!room.more && room.resyncs === 0 && room.position !== null && <Welcome room={room} />}
    </>
  );
}

function Welcome({ room }: { room: RoomView }) {
  return (
    <div class="welcome">
      <p class="welcome-title">
        {room.kind === "public" ? `This is the beginning of ${roomName(room)}` : `You and ${room.title}`}
      </p>
      <p>{room.kind === "public" ? "Everybody in the room can read this." : "Only the two of you can read this."}</p>
    </div>
  );
}
