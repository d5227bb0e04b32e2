/** What the client core shows and takes. Framework-free; a view subscribes and reads. */
import type { Message, Notice, Position, RoomKind, User, WireError } from "@hubbub/protocol";

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
}

/** A message on its way: `sending` until the ack, `failed` after a final refusal. */
export interface OutboxEntry {
  readonly room: string;
  readonly text: string;
  readonly clientMessageId: string;
  readonly at: number;
  readonly status: "sending" | "failed";
  readonly error: WireError | null;
}

/** One room as the client knows it. A new object at each change. */
export interface RoomView {
  readonly id: string;
  readonly kind: RoomKind;
  readonly title: string;
  /** The place in the log after the last of `messages`; null before the first answer of a replica. */
  readonly position: Position | null;
  /** In order of seq, without holes, each once. Until `join` has brought the newest page: what came since the welcome. */
  readonly messages: readonly Message[];
  /** Whether the log holds older messages than the first. */
  readonly more: boolean;
  /** How often history could not be recovered: what lies before the first message is missing. */
  readonly resyncs: number;
  readonly pending: readonly OutboxEntry[];
  readonly online: readonly User[];
  readonly onlineCount: number;
  readonly unread: number;
}

export interface ChatState {
  readonly user: User | null;
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
}

export interface ChatEvents {
  /** Something in the state changed; read it from `chat.state`. */
  change: (state: ChatState) => void;
  /**
   * New messages took their place at the end of a room's timeline, each exactly once and in order. History, as
   * `join` and `loadOlder` bring it, is told by `change` only.
   */
  messages: (room: string, epoch: string, messages: readonly Message[]) => void;
  /** A replica acked a message of this client: it is in the log, under this epoch and its seq. */
  acked: (room: string, epoch: string, message: Message) => void;
  /** History of a room could not be recovered; its timeline starts anew. */
  resync: (room: string, position: Position) => void;
  notice: (notice: Notice) => void;
  /** A payload of a replica, or storage, was not what it should be. */
  fault: (error: unknown) => void;
}

/** The client core. */
export interface Chat {
  readonly state: ChatState;
  on<Name extends keyof ChatEvents>(event: Name, listener: ChatEvents[Name]): () => void;
  connect(): void;
  /** Ends the wait before the next try. */
  retryNow(): void;
  /** Closes the connection for good; unsent messages stay in storage. */
  close(): void;
  join(room: string): Promise<RoomView>;
  leave(room: string): Promise<void>;
  openDirect(who: { user: string } | { name: string }): Promise<RoomView>;
  /** Resolves with the message as the log has it; tries again with the same id until then or a final refusal. */
  send(room: string, text: string): Promise<Message>;
  /** Tries a failed entry of the outbox again, under the same id. */
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  /** Loads the page before the first message; resolves with whether there is more. */
  loadOlder(room: string): Promise<boolean>;
}
