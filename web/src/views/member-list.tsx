import type { RoomView } from "@hubbub/client";
import type { Member } from "@hubbub/protocol";
import type { Members } from "../state/members.ts";
import type { Known } from "../state/people.ts";
import { badge, mutedNote } from "../state/words.ts";
import { Avatar } from "./avatar.tsx";
import { useApp, useChat } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Menu, type MenuItem } from "./menu.tsx";
import { StateText } from "./people-list.tsx";

interface MemberListProps {
  readonly room: RoomView;
  readonly members: Members;
  readonly onClose: () => void;
}

export function MemberList({ room, members, onClose }: MemberListProps) {
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
            <MemberRow room={room} member={member} members={members} onClose={onClose} />
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

function MemberRow({ room, member, members, onClose }: MemberListProps & { readonly member: Member }) {
  const chat = useChat();
  const items = useMemberActions({ room, member, members, onClose });
  const isMe = member.id === chat.user.id;
  const muted = mutedNote(member.muted ?? null, chat.now.value);
  return (
    <div class="item item-still">
      <Avatar user={member} state={presenceOf(member).state} />
      <span class="item-name">
        {member.name}
        {isMe && <span class="item-note"> you</span>}
      </span>
      {member.id === room.owner && <span class="tag">owner</span>}
      {muted !== null && <span class="tag">{muted}</span>}
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

const minute = 60_000;
const mutes = [
  { text: "Mute for 10 minutes", ms: 10 * minute },
  { text: "Mute for an hour", ms: 60 * minute },
  { text: "Mute for a day", ms: 24 * 60 * minute },
];

/** What one can do with a member: write to them; the owner can do more. */
function useMemberActions({ room, member, members, onClose }: MemberListProps & { readonly member: Member }) {
  const { toasts } = useApp();
  const chat = useChat();
  if (member.id === chat.user.id) return [];
  const write = async () => {
    await chat.openDirect({ user: member.id });
    onClose();
  };
  const doing = (failure: string, action: () => Promise<void>) => () => toasts.attempt(failure, action);
  const items: MenuItem[] = [
    { icon: "chat", text: "Write to them", onSelect: doing(`Could not write to ${member.name}`, write) },
  ];
  if (room.owner !== chat.user.id) return items;
  const refused = `Nothing was changed for ${member.name}`;
  const isMuted = (member.muted ?? 0) > chat.now.value;
  const mute = (ms: number) => doing(refused, () => members.mute(member, ms, Date.now()));
  if (isMuted) items.push({ icon: "voice", text: "Let them speak again", onSelect: mute(0) });
  else for (const { text, ms } of mutes) items.push({ icon: "mute", text, onSelect: mute(ms) });
  items.push(
    { icon: "key", text: "Make them the owner", onSelect: doing(refused, () => members.makeOwner(member)) },
    { icon: "exit", text: "Remove from the room", onSelect: doing(refused, () => members.remove(member)) },
    { icon: "ban", text: "Ban", isDangerous: true, onSelect: doing(refused, () => members.ban(member, true)) },
  );
  return items;
}

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
