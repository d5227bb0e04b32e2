/** People, rooms and messages for tests. */
import type { OutboxEntry, RoomView, ShownMessage } from "@hubbub/client";
import type { User } from "@hubbub/protocol";

export const ada: User = { id: "adaadaada", name: "ada" };
export const bob: User = { id: "bobbobbob", name: "bob" };
export const noon = new Date(2026, 4, 4, 12).getTime();

export const said = (seq: number, change: Partial<ShownMessage> = {}): ShownMessage => {
  const text = change.text ?? `message ${seq}`;
  return {
    seq,
    kind: "text",
    user: bob,
    at: noon,
    clientMessageId: text,
    editedAt: null,
    isRemoved: false,
    ...change,
    text,
  };
};

export const waiting = (change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  room: "general",
  kind: "text",
  text: "on its way",
  clientMessageId: "waiting",
  at: noon,
  status: "sending",
  error: null,
  ...change,
});

export const roomView = (change: Partial<RoomView> = {}): RoomView => ({
  id: "general",
  kind: "public",
  title: change.id ?? "general",
  owner: null,
  mutedUntil: null,
  position: { epoch: "e", seq: change.messages?.at(-1)?.seq ?? 0 },
  messages: [],
  more: false,
  resyncs: 0,
  pending: [],
  online: [],
  onlineCount: 0,
  lastSeen: new Map(),
  typing: [],
  read: 0,
  unread: 0,
  ...change,
});
