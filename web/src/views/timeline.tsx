import type { RoomView } from "@hubbub/client";
import { dayName } from "../state/dates.ts";
import type { Row } from "../state/timeline.ts";
import { Beginning } from "./beginning.tsx";
import { useChat } from "./context.ts";
import { onEntryKey } from "./entry-keys.ts";
import { Icon } from "./icon.tsx";
import { MessageEntry } from "./message-entry.tsx";
import { useTimelineScroll } from "./use-timeline-scroll.ts";

/** What was said in a room; of a long talk only what is in sight stands in the page. */
export function Timeline({ room }: { room: RoomView }) {
  const chat = useChat();
  const list = chat.rows.value;
  const { element, beginning, rows, pinned, loading, load, onScroll, jump } = useTimelineScroll(room, list);
  const shown = rows.getVirtualItems();
  return (
    <div class="timeline">
      <div
        ref={element}
        class="log"
        role="log"
        aria-label={`Messages in ${room.title}`}
        // What scrolls into sight is not news: what is, is read out elsewhere.
        aria-live="off"
        aria-busy={loading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onEntryKey}
      >
        <div class="log-rows" style={{ height: `${rows.getTotalSize()}px` }}>
          <div ref={beginning} class="beginning">
            <Beginning room={room} loading={loading} onLoad={load} />
          </div>
          <div class="log-shown" style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
            {shown.map(({ key, index }) => {
              const row = list[index];
              return (
                row !== undefined && (
                  <div key={key} ref={rows.measureElement} data-index={index}>
                    <TimelineRow row={row} />
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
      {!pinned && <Jump room={room} onClick={jump} />}
    </div>
  );
}

function TimelineRow({ row }: { row: Row }) {
  if (row.kind === "entry") return <MessageEntry entry={row} />;
  if (row.kind === "gap") return <Gap />;
  if (row.kind === "new") return <p class="divider divider-new">New</p>;
  return <h2 class="divider">{dayName(row.at, Date.now())}</h2>;
}

/** Here the timeline began anew: the log did not reach back to where one was, or was lost. */
function Gap() {
  return <p class="gap">Something may be missing here. What can be had of it is above this line.</p>;
}

function Jump({ room, onClick }: { room: RoomView; onClick: () => void }) {
  return (
    <button type="button" class="jump" onClick={onClick}>
      <Icon name="down" />
      {room.unread > 0 ? `Jump to latest (${room.unread})` : "Jump to latest"}
    </button>
  );
}
