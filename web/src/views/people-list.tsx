import { generalRoom } from "@hubbub/protocol";
import { useId } from "preact/hooks";
import type { Known } from "../state/people.ts";
import { lastSeenText } from "../state/words.ts";
import { Avatar } from "./avatar.tsx";
import { useApp, useChat } from "./context.ts";

/** Who is there, those who are away below, and last those who just went. */
export function PeopleList({ onOpen }: { onOpen: () => void }) {
  const chat = useChat();
  const headingId = useId();
  const people = chat.people.listed.value;
  const count = chat.people.count.value;
  const more = count - people.filter(({ state }) => state !== "offline").length;
  return (
    <section class="section">
      <div class="section-header">
        <h2 id={headingId}>People</h2>
        <span class="section-count">{count} online</span>
      </div>
      <ul aria-labelledby={headingId}>
        {people.map(person => (
          <li key={person.id}>
            <Person person={person} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button
          type="button"
          class="item item-more"
          onClick={() => {
            chat.dialog.value = { kind: "details", room: generalRoom };
          }}
        >
          {people.length === 0 ? "See who is online" : `and ${more} more`}
        </button>
      )}
    </section>
  );
}

function Person({ person, onOpen }: { person: Known; onOpen: () => void }) {
  const app = useApp();
  const chat = useChat();
  const { id, name, state } = person;
  const isMe = id === chat.user.id;
  const write = () => {
    onOpen();
    app.toasts.attempt(`Could not write to ${name}`, () => chat.openDirect({ user: id }));
  };
  const content = (
    <>
      <Avatar user={person} state={state} />
      <span class="item-name">{name}</span>
      <span class="item-note">
        {isMe ? `you${state === "away" ? ", away" : ""}` : <StateText person={person} short />}
      </span>
    </>
  );
  if (isMe) return <div class="item item-still">{content}</div>;
  return (
    <button type="button" class="item" title={`Write to ${name}`} onClick={write}>
      {content}
    </button>
  );
}

interface StateTextProps {
  readonly person: Pick<Known, "state" | "lastSeen">;
  /** Where there is room for the time only. */
  readonly short?: boolean;
}

/** How somebody is, in words: beside the mark whose shape says the same. */
export function StateText({ person: { state, lastSeen }, short = false }: StateTextProps) {
  const seen = lastSeenText(lastSeen, useChat().now.value);
  if (state !== "offline" || seen === null) return state;
  return (
    <>
      <span class={short ? "visually-hidden" : ""}>last seen </span>
      {seen}
    </>
  );
}
