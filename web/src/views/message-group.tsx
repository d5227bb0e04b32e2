import { fullTime, shortTime } from "../state/dates.ts";
import { type Entry, type Group, isSameGroup } from "../state/timeline.ts";
import { explain } from "../state/words.ts";
import { Avatar } from "./avatar.tsx";
import { useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { memo } from "./memo.ts";
import { MessageText } from "./message-text.tsx";

/** What one person said in one go. A message of a long timeline costs nothing while it stays as it is. */
export const MessageGroup = memo(ShownGroup, (a, b) => isSameGroup(a.group, b.group));

function ShownGroup({ group }: { group: Group }) {
  const [first] = group.entries;
  return (
    <div class={group.mine ? "group group-mine" : "group"}>
      <Avatar user={group.user} />
      <div class="group-body">
        <p class="group-header">
          <span class="author">{group.user.name}</span>
          {first !== undefined && <Time at={first.at} />}
        </p>
        {group.entries.map(entry => (
          <MessageEntry key={entry.key} entry={entry} />
        ))}
      </div>
    </div>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {shortTime(at)}
    </time>
  );
}

function MessageEntry({ entry }: { entry: Entry }) {
  return (
    <div class={`entry entry-${entry.status}`} title={fullTime(entry.at)}>
      <p>
        <span class="text">
          <MessageText text={entry.text} />
        </span>
        {entry.status === "sent" && <Status icon="check" text="Sent" />}
        {entry.status === "sending" && <Status icon="clock" text="Sending" />}
      </p>
      {entry.status === "failed" && <Failure entry={entry} />}
    </div>
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

function Failure({ entry }: { entry: Entry }) {
  const chat = useChat();
  return (
    <div class="failure">
      <Icon name="alert" />
      <span>Not sent. {entry.error !== null && explain(entry.error)}</span>
      <button type="button" class="link-button" onClick={() => chat.retry(entry.clientMessageId)}>
        Try again
      </button>
      <button type="button" class="link-button" onClick={() => chat.discard(entry.clientMessageId)}>
        Discard
      </button>
    </div>
  );
}
