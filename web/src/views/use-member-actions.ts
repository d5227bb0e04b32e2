import type { RoomView } from "@hubbub/client";
import type { Member } from "@hubbub/protocol";
import type { Members } from "../state/members.ts";
import { useApp, useChat } from "./context.ts";
import type { MenuItem } from "./menu.tsx";

/** What is asked before it is done. */
export interface Asked {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onConfirm: () => void;
}

export interface MemberActionsOptions {
  readonly room: RoomView;
  readonly members: Members;
  readonly onClose: () => void;
  readonly onAsk: (asked: Asked) => void;
}

const minute = 60_000;
const mutes = [
  { text: "Mute for 10 minutes", ms: 10 * minute },
  { text: "Mute for an hour", ms: 60 * minute },
  { text: "Mute for a day", ms: 24 * 60 * minute },
];

/** What one can do with a member: write to them; the owner can do more. */
export function useMemberActions(member: Member, { room, members, onClose, onAsk }: MemberActionsOptions): MenuItem[] {
  const { toasts } = useApp();
  const chat = useChat();
  const { id, name } = member;
  if (id === chat.user.id) return [];
  const write = async () => {
    await chat.openDirect({ user: id });
    onClose();
  };
  const doing = (action: () => Promise<void>, failure = `Nothing was changed for ${name}`) => {
    return () => toasts.attempt(failure, action);
  };
  const items: MenuItem[] = [
    { icon: "chat", text: "Write to them", onSelect: doing(write, `Could not write to ${name}`) },
  ];
  if (room.owner !== chat.user.id) return items;
  const mute = (ms: number) => doing(() => members.mute(member, ms));
  if ((member.muted ?? 0) > chat.now.value)
    items.push({ icon: "voice", text: "Let them speak again", onSelect: mute(0) });
  else for (const { text, ms } of mutes) items.push({ icon: "mute", text, onSelect: mute(ms) });
  const passOn = {
    title: `Make ${name} the owner?`,
    text: "You cannot take that back: only they can make you the owner again.",
    action: "Make them the owner",
    onConfirm: doing(() => members.makeOwner(member)),
  };
  const ban = {
    title: `Ban ${name}?`,
    text: "They have to leave at once, and cannot come in again until you let them.",
    action: "Ban",
    onConfirm: doing(() => members.ban(member, true)),
  };
  items.push(
    { icon: "key", text: "Make them the owner…", onSelect: () => onAsk(passOn) },
    { icon: "exit", text: "Remove from the room", onSelect: doing(() => members.remove(member)) },
    { icon: "ban", text: "Ban…", isDangerous: true, onSelect: () => onAsk(ban) },
  );
  return items;
}
