import { fullTime, shortTime } from "../state/dates.ts";
import { isEmojiOnly } from "../state/emoji.ts";
import { type Entry, isSameEntry } from "../state/timeline.ts";
import { explain } from "../state/words.ts";
import { Avatar } from "./avatar.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { memo } from "./memo.ts";
import { MessageMenu } from "./message-menu.tsx";
import { MessageText } from "./message-text.tsx";

/** One message. It costs nothing while it stays as it is. */
export const MessageEntry = memo(ShownEntry, (a, b) => isSameEntry(a.entry, b.entry));

function ShownEntry({ entry }: { entry: Entry }) {
  const isBeingEdited = useChat().composing.editing.value?.key === entry.key;
  const classes = ["entry", `entry-${entry.status}`];
  if (entry.first) classes.push("entry-first");
  if (entry.mine) classes.push("entry-mine");
  if (isBeingEdited) classes.push("entry-edited");
  return (
    <article class={classes.join(" ")} aria-label={`${entry.user.name}, ${shortTime(entry.at)}`} tabIndex={-1}>
      {entry.first ? <Avatar user={entry.user} /> : <Time at={entry.at} />}
      <div class="entry-body">
        {entry.first && (
          <p class="entry-header">
            <span class="author">{entry.user.name}</span>
            <Time at={entry.at} />
          </p>
        )}
        <Words entry={entry} />
        {entry.status === "failed" && <Failure entry={entry} />}
      </div>
      {!entry.removed && <MessageMenu entry={entry} />}
    </article>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {shortTime(at)}
    </time>
  );
}

function Words({ entry }: { entry: Entry }) {
  if (entry.removed) return <p class="text text-removed">This message was removed.</p>;
  return (
    <p>
      <span class={isEmojiOnly(entry.text) ? "text text-emoji" : "text"} title={fullTime(entry.at)}>
        <MessageText text={entry.text} />
      </span>
      {entry.editedAt !== null && (
        <span class="status" title={`Edited ${fullTime(entry.editedAt)}`}>
          (edited)
        </span>
      )}
      {entry.status === "sent" && <Status icon="check" text="Sent" />}
      {entry.status === "sending" && <Status icon="clock" text="Sending" />}
    </p>
  );
}

function Status({ icon, text }: { icon: "check" | "clock"; text: string }) {
  return (
    <span class="status" title={text}>
      <Icon name={icon} />
      <span class="visually-hidden">{text}</span>
    </span>
  );
}

const failures = { text: "Not sent.", edit: "Not changed.", remove: "Not removed." } as const;

function Failure({ entry: { outgoing, outgoingId, error } }: { entry: Entry }) {
  const chat = useChat();
  if (outgoing === null || outgoingId === null) return null;
  // What was removed since stays so.
  const canWork = outgoing === "text" || (error?.code !== "conflict" && error?.code !== "not_found");
  return (
    <div class="failure">
      <p>
        <Icon name="alert" /> {failures[outgoing]} {error !== null && explain(error)}
      </p>
      {canWork && (
        <button type="button" class="link-button" onClick={() => chat.core.retry(outgoingId)}>
          Try again
        </button>
      )}
      <button type="button" class="link-button" onClick={() => chat.core.discard(outgoingId)}>
        Discard
      </button>
    </div>
  );
}
