import type { Member } from "@hubbub/protocol";
import type { Members } from "../state/members.ts";
import type { Known } from "../state/people.ts";
import { badge, mutedNote } from "../state/words.ts";
import { Avatar } from "./avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu } from "./menu.tsx";
import { StateText } from "./people-list.tsx";
import { type MemberActionsOptions, useMemberActions } from "./use-member-actions.ts";

export function MemberList(options: MemberActionsOptions) {
  const { members } = options;
  const list = members.list.value;
  const error = members.error.value;
  return (
    <section class="sheet-section">
      <h3>Members</h3>
      {list === null && error === null && <p class="hint">Loading members…</p>}
      {error !== null && (
        <p class="form-error" role="alert">
          {error}{" "}
          <button type="button" class="link-button" onClick={() => void members.load()}>
            Try again
          </button>
        </p>
      )}
      <ul>
        {list?.map(member => (
          <li key={member.id}>
            <MemberRow member={member} options={options} />
          </li>
        ))}
      </ul>
      {members.more.value !== null && (
        <button type="button" class="button button-small" onClick={() => void members.loadMore()}>
          Show more members
        </button>
      )}
    </section>
  );
}

function MemberRow({ member, options }: { member: Member; options: MemberActionsOptions }) {
  const chat = useChat();
  const items = useMemberActions(member, options);
  const isMe = member.id === chat.user.id;
  const muted = mutedNote(member.muted ?? null, chat.now.value);
  return (
    <div class="item item-still">
      <Avatar user={member} state={presenceOf(member).state} />
      <span class="item-name">
        {member.name}
        {isMe && <span class="item-note"> you</span>}
      </span>
      {member.id === options.room.owner && <span class="tag">owner</span>}
      {muted !== null && (
        <span class="tag">
          <Icon name="mute" />
          <span class="visually-hidden">muted until </span>
          {muted}
        </span>
      )}
      <span class="item-note">
        <StateText person={presenceOf(member)} short />
      </span>
      {items.length > 0 && (
        <Menu label={`What to do with ${member.name}`} class="icon-button" items={items}>
          <Icon name="more" />
        </Menu>
      )}
    </div>
  );
}

const presenceOf = ({ state, lastSeen }: Member): Pick<Known, "state" | "lastSeen"> => ({
  state,
  lastSeen: lastSeen ?? null,
});

/** Who may not come in again until the owner says otherwise. */
export function BannedList({ members }: { members: Members }) {
  const { toasts } = useApp();
  const banned = members.banned.value;
  if (banned.length === 0) return null;
  return (
    <section class="sheet-section">
      <h3>Banned ({badge(banned.length)})</h3>
      <ul>
        {banned.map(user => (
          <li key={user.id} class="item item-still">
            <Avatar user={user} />
            <span class="item-name">{user.name}</span>
            <button
              type="button"
              class="button button-small"
              aria-label={`Let back in ${user.name}`}
              onClick={() => toasts.attempt(`${user.name} is still banned`, () => members.ban(user, false))}
            >
              Let back in
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
