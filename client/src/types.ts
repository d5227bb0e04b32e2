/** What the client core shows and takes. Framework-free; a view subscribes and reads. */
import type {
  ExitReason,
  MemberPage,
  Message,
  MessageKind,
  Notice,
  PersonRef,
  Position,
  RoomKind,
  RoomSummary,
  User,
  WireError,
} from "@hubbub/protocol";

/** `ended`: the replica said that trying again is of no use, for example after a sign-out. */
export type ConnectionPhase = "idle" | "connecting" | "online" | "waiting" | "ended";

export interface ConnectionState {
  readonly phase: ConnectionPhase;
  /** The replica that serves this connection; null while there is none. */
  readonly replica: string | null;
  /** When the connection was lost, in ms since 1970; null while online. */
  readonly since: number | null;
  /** When `waiting`: the time of the next try. */
  readonly retryAt: number | null;
  readonly error: WireError | null;
  /** How long the last answer of this replica took, in ms; null before the first. */
  readonly roundTrip: number | null;
  /** How far the clock of the replicas is ahead of ours, in ms: what they say of time is by theirs. 0 before the first welcome. */
  readonly clockAhead: number;
}

/** A text as it stands now, with what was done to it since. A removed one keeps its place and has no words. */
export interface ShownMessage extends Message {
  /** When its present words were written, in ms since 1970; null while they are the first. */
  readonly editedAt: number | null;
  readonly isRemoved: boolean;
}

/** A message, or a change to one, on its way: `sending` until the ack, `failed` after a final refusal. */
export interface OutboxEntry {
  readonly room: string;
  readonly kind: MessageKind;
  /** Empty in a removal. */
  readonly text: string;
  /** The seq of the message that an edit or a removal changes. */
  readonly target?: number | undefined;
  /** Its `clientMessageId`. */
  readonly targetId?: string | undefined;
  readonly clientMessageId: string;
  readonly at: number;
  readonly status: "sending" | "failed";
  readonly error: WireError | null;
}

/** Somebody who is online in a room. */
export interface OnlineUser extends User {
  /** Connected, but not looking. */
  readonly away: boolean;
}

/** One room as the client knows it. A new object at each change. */
export interface RoomView {
  readonly id: string;
  readonly kind: RoomKind;
  readonly title: string;
  /** The user who may change the room and show people out; null where nobody may. */
  readonly owner: string | null;
  /** Until when we may not speak here, in ms since 1970; null where we were not muted. May have passed. */
  readonly mutedUntil: number | null;
  /** The place in the log after the last of `messages`; null before the first answer of a replica. */
  readonly position: Position | null;
  /** The texts, in order of seq, each once. Until `join` has brought the newest page: what came since the welcome. */
  readonly messages: readonly ShownMessage[];
  /** Whether the log holds older messages than the first. */
  readonly more: boolean;
  /** How often history could not be recovered: what lies before the first message is missing. */
  readonly resyncs: number;
  readonly pending: readonly OutboxEntry[];
  /** Everybody; nobody in a room that has too many of them to list. */
  readonly online: readonly OnlineUser[];
  readonly onlineCount: number;
  /** When those went, in ms since 1970, who went offline while we watched; in a direct room also when the other went before. */
  readonly lastSeen: ReadonlyMap<string, number>;
  /** Who else is typing. */
  readonly typing: readonly User[];
  /** The seq up to which the user has read, on whatever device. */
  readonly read: number;
  /** How many texts come after that. */
  readonly unread: number;
}

export interface ChatState {
  readonly user: User | null;
  /** Whether we said that we are away, on whatever device. */
  readonly away: boolean;
  readonly connection: ConnectionState;
  readonly rooms: ReadonlyMap<string, RoomView>;
}

/** Where unsent messages survive a page reload. `localStorage` fits. */
export interface OutboxStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Time, randomness and ids from outside, so that tests need no waiting. */
export interface Environment {
  now(): number;
  /** In [0, 1). */
  random(): number;
  newId(): string;
  /** Calls back once; the result cancels it. */
  after(ms: number, run: () => void): () => void;
  /**
   * Calls back when the line may not be what it was: the network went or came back, the device woke, somebody looks again.
   * The result ends it. Where there is none, a line that died is noticed by what gets no answer over it.
   */
  onLineChange?(run: () => void): () => void;
}

export interface ChatOptions {
  /** Where nginx or a replica listens, `http://host:port`. */
  readonly url: string;
  /**
   * Called before each try to connect and before the token ends. `spent` is a token that was refused or is about
   * to end: another one is needed. Rejects with `unauthenticated` when signed out.
   */
  readonly getToken: (spent?: string) => Promise<string>;
  readonly storage?: OutboxStorage;
  readonly environment?: Environment;
  /** In Node: the address of this machine that connections come from. Default: the system's choice. */
  readonly localAddress?: string | undefined;
}

export interface ChatEvents {
  /** Something in the state changed; read it from `chat.state`. */
  change: (state: ChatState) => void;
  /**
   * New entries of the log took their place at the end of a room's timeline, edits and removals among them, each
   * exactly once and in order. History, as `join` and `loadOlder` bring it, is told by `change` only.
   */
  messages: (room: string, epoch: string, messages: readonly Message[]) => void;
  /** A replica acked a message of this client: it is in the log, under this epoch and its seq. */
  acked: (room: string, epoch: string, message: Message) => void;
  /** History of a room could not be recovered; its timeline starts anew. */
  resync: (room: string, position: Position) => void;
  /** We are in a room no more: left on any device, or shown out. */
  exited: (room: string, reason: ExitReason) => void;
  notice: (notice: Notice) => void;
  /** A payload of a replica, or storage, was not what it should be. */
  fault: (error: unknown) => void;
}

/** Requests about rooms and people. Each waits a little for a connection, and rejects with the refusal. */
export interface RoomsAndPeople {
  invite(room: string, who: PersonRef): Promise<User>;
  /** For owners, as the next three are. A new `owner` has to be a member. */
  changeRoom(room: string, change: { title?: string; owner?: string }): Promise<void>;
  removeMember(room: string, userId: string): Promise<void>;
  /** `until` in ms since 1970; 0 lets them speak again. */
  mute(room: string, userId: string, until: number): Promise<void>;
  ban(room: string, userId: string, banned: boolean): Promise<void>;
  /** A page of the members, by name; `after` is the `next` of the page before. */
  members(room: string, page?: { after?: string; limit?: number }): Promise<MemberPage>;
  /** Whose name begins so. */
  findPeople(prefix: string): Promise<readonly User[]>;
  /** Public rooms, and our own, whose title or id begins so. */
  findRooms(prefix: string): Promise<readonly RoomSummary[]>;
}

/** The client core. */
export interface Chat extends RoomsAndPeople {
  readonly state: ChatState;
  on<Name extends keyof ChatEvents>(event: Name, listener: ChatEvents[Name]): () => void;
  connect(): void;
  /** Ends the wait before the next try. */
  retryNow(): void;
  /** Closes the connection for good; unsent messages stay in storage. */
  close(): void;
  join(room: string): Promise<RoomView>;
  leave(room: string): Promise<void>;
  openDirect(who: PersonRef): Promise<RoomView>;
  /** Rejects with `conflict` where there is a room of that id. */
  createRoom(room: { room: string; kind: "public" | "private"; title?: string }): Promise<RoomView>;
  /** Resolves with the message as the log has it; tries again with the same id until then or a final refusal. */
  send(room: string, text: string): Promise<Message>;
  /**
   * Changes the words of an own message; on its way as with `send`. With `targetId`, its `clientMessageId` as it was chosen, it is
   * `not_found` where another message has its seq by now.
   */
  edit(room: string, target: number, text: string, targetId?: string): Promise<Message>;
  /** Takes an own message back: its place stays. `targetId` and its way as with `edit`. */
  remove(room: string, target: number, targetId?: string): Promise<Message>;
  /** Tries a failed entry of the outbox again, under the same id. */
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  /** Nobody looks at this device, or somebody does again: see `IdleWatch`. We are away when all our devices are idle. */
  setIdle(idle: boolean): void;
  /** We are away, on all devices and until we say otherwise. */
  setAway(away: boolean): void;
  /** Loads the page before the first message; resolves with whether there is more. */
  loadOlder(room: string): Promise<boolean>;
  /** The user has seen everything up to `seq`. Never goes back; tells all their devices. */
  markRead(room: string, seq: number): void;
  /** Whether the user types: with `true` at each keystroke, with `false` when they leave the field. Sending ends it. */
  setTyping(room: string, typing: boolean): void;
}
