import type { User } from "@hubbub/protocol";
import { useId } from "preact/hooks";
import { Avatar } from "./avatar.tsx";
import { useApp, useChat } from "./context.ts";

export function PeopleList() {
  const chat = useChat();
  const headingId = useId();
  const people = [...chat.people.value].sort((a, b) => a.name.localeCompare(b.name));
  const more = chat.peopleCount.value - people.length;
  return (
    <section class="section">
      <div class="section-header">
        <h2 id={headingId}>People online</h2>
        <span class="section-count">{chat.peopleCount.value}</span>
      </div>
      <ul aria-labelledby={headingId}>
        {people.map(person => (
          <li key={person.id}>{person.id === chat.user.id ? <Self user={person} /> : <Person user={person} />}</li>
        ))}
      </ul>
      {more > 0 && <p class="section-empty">and {more} more</p>}
    </section>
  );
}

function Person({ user }: { user: User }) {
  const app = useApp();
  const chat = useChat();
  return (
    <button
      type="button"
      class="item"
      title={`Write to ${user.name}`}
      onClick={() => app.toasts.attempt(`Could not write to ${user.name}`, () => chat.openDirect({ user: user.id }))}
    >
      <Avatar user={user} online />
      <span class="item-name">{user.name}</span>
      <span class="item-note">online</span>
    </button>
  );
}

function Self({ user }: { user: User }) {
  return (
    <div class="item item-still">
      <Avatar user={user} online />
      <span class="item-name">{user.name}</span>
      <span class="item-note">you</span>
    </div>
  );
}
