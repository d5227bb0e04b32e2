/** A person, as others see them. */
export interface User {
  readonly id: string;
  readonly name: string;
}

/**
 * A place in the log of one room. `seq` counts 1, 2, 3 … without holes within one `epoch`;
 * an epoch ends when the log was lost, and positions of different epochs cannot be compared.
 * `seq` 0 stands before the first message.
 */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** What an entry of the log is. `edit` and `remove` change the `text` entry that is their `target`. */
export type MessageKind = "text" | "edit" | "remove";

/** One entry of a room's log. */
export interface Message {
  readonly seq: number;
  readonly kind: MessageKind;
  readonly user: User;
  /** What was written; the new words of an `edit`. Empty in a `remove`, and in a `text` or `edit` that was removed since. */
  readonly text: string;
  /** Milliseconds since 1970, by the clock of the replica that took the message. */
  readonly at: number;
  /** The sender's own id of the message: the same id sent again is the same message. */
  readonly clientMessageId: string;
  /** The seq that an `edit` or a `remove` is about. */
  readonly target?: number;
}

/** How far a user has read a room. */
export interface ReadMark {
  /** The seq of the last message that they have read; 0 for none. */
  readonly seq: number;
  /** How many `text` entries come after it, up to `position`. */
  readonly unread: number;
  /** The head of the log when they were counted. */
  readonly position: Position;
}

/** `public`: anybody may join. `private`: whom a member invites. `direct`: the room of two people. */
export type RoomKind = "public" | "private" | "direct";

/** What a room is called, and whose it is. */
export interface RoomFacts {
  readonly id: string;
  readonly kind: RoomKind;
  readonly title: string;
  /** The user who may change the room and show people out; null where nobody may: `general` and direct rooms. */
  readonly owner: string | null;
}

/** A room as lists show it. */
export interface RoomSummary {
  readonly id: string;
  readonly title: string;
  readonly kind: RoomKind;
  /** How many people are in it. */
  readonly members: number;
}

/**
 * What a client gets when it enters a room. With a position that the log still reaches back to,
 * `messages` is exactly what came after it and `recovered` is true. In every other case `messages`
 * is the newest page and `recovered` is false. It is never a part of what was missed.
 */
export interface Recovery {
  /** The head of the log: the position after the last of `messages`. */
  readonly position: Position;
  readonly recovered: boolean;
  /** In order of `seq`, without holes, ending at `position`. */
  readonly messages: readonly Message[];
  /** Whether the log holds older messages than the first of `messages`. */
  readonly more: boolean;
}
