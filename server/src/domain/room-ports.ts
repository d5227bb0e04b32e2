/** What the rules need to know and to do about rooms and the people in them; see `ports.ts`. */
import type { Position, RoomFacts, RoomSummary, User } from "@hubbub/protocol";

/** A room as one of its members sees it. */
export interface RoomInfo extends RoomFacts {
  readonly position: Position;
  /** How many texts there are up to `position`. */
  readonly texts: number;
  /** The place up to which the user has read, and how many texts there are up to it. */
  readonly read: { readonly seq: number; readonly texts: number };
  /** How many texts after that were removed. */
  readonly removed: number;
  /** Until when they may not speak in it, in ms since 1970; may have passed. */
  readonly muted?: number;
  /** A direct room that the other opened, and in which nobody has said anything yet: it is not shown. */
  readonly isUnspoken?: true;
}

/** A room that somebody has entered. */
export interface Entered extends RoomInfo {
  /** The ids of those who were not members before. */
  readonly newcomers: readonly string[];
}

export interface NewRoom {
  readonly id: string;
  readonly kind: "public" | "private";
  readonly title: string;
}

export interface Rooms {
  /**
   * Makes the public room if there is none yet, and the user a member of it. Rejects with `forbidden` for who is banned,
   * and where the room is private and the user not in it.
   */
  join(room: string, user: User): Promise<Entered>;
  /** The same without making the room: rejects with `not_found`, too. */
  joinThere(room: string, user: User): Promise<Entered>;
  /** Rejects with `conflict` where there is a room of that id. */
  create(room: NewRoom, owner: User): Promise<Entered>;
  /** Rejects with `not_found`, or `forbidden` for who is banned. */
  invite(room: string, user: User): Promise<Entered>;
  /** After Redis lost its data: the room as it was, and the user in it. Rejects with `forbidden` for who is banned since. */
  restore(room: RoomFacts, user: User): Promise<void>;
  /**
   * A private room ends with its last member. Resolves with whether the user was in it. Rejects with `forbidden` for the
   * owner of a private room with others in it.
   */
  leave(room: string, user: User): Promise<boolean>;
  /** The room of these two, made if there is none yet, with both as members. */
  openDirect(a: User, b: User): Promise<Entered>;
  /** The rooms that the user is a member of; `general` always is one of them. */
  ofUser(userId: string): Promise<RoomInfo[]>;
  /** Those of these rooms that the user is a member of. */
  ofThese(rooms: readonly string[], userId: string): Promise<RoomInfo[]>;
  isMember(room: string, userId: string): Promise<boolean>;
  /** Those of these users who are not in the room. */
  strangers(room: string, userIds: readonly string[]): Promise<string[]>;
}

/** A room as it is remembered. */
export interface KnownRoom extends RoomFacts {
  readonly epoch: string;
  /** How many people left it, or were shown out of it. */
  readonly exits: number;
}

/** What the owner of a room does to it. Who may do what is decided by the rules. */
export interface RoomKeeping {
  /** Rejects with `not_found`. */
  facts(room: string): Promise<RoomFacts>;
  /** Of those of these rooms that there are. */
  known(rooms: readonly string[]): Promise<Map<string, KnownRoom>>;
  /**
   * The owner of `before` gives the room another title, or another owner, who may speak from then on. Rejects with `forbidden`
   * where the room has another owner by now, and with `not_found` where the next one is not in it.
   */
  change(before: RoomFacts, change: { title?: string; owner?: string }): Promise<RoomFacts>;
  /**
   * `until` in ms since 1970; 0 ends it. Resolves with whether the user is in the room: who is not is not muted. Rejects with
   * `forbidden` where the room has another owner by now, or the user is the owner.
   */
  mute(room: string, owner: string, userId: string, until: number): Promise<boolean>;
  /** In ms since 1970; may have passed, and is 0 of who is not muted. */
  mutedUntil(room: string, userId: string): Promise<number>;
  /** A member no more, and not again. Resolves with whether the user was one. Rejects with `forbidden` for the owner. */
  ban(room: string, user: User): Promise<boolean>;
  unban(room: string, userId: string): Promise<void>;
  banned(room: string): Promise<User[]>;
}

/** What the rooms are that somebody hears through this replica: a Redis that was wiped cannot say it any more. */
export interface RoomMemory {
  of(room: string): RoomFacts | undefined;
  /** Somebody comes to hear these rooms. */
  note(rooms: readonly RoomFacts[]): void;
  /** Its owner changed the room. */
  noteChange(room: RoomFacts): void;
}

/** Who came into which room of late, for replicas that were not told. */
export interface Entrances {
  /** Call it when the membership is there. */
  note(room: string, user: string): Promise<void>;
  /** Those since `place`; all that are known where there is none. `isComplete` is false where some were forgotten. */
  since(place: string | undefined): Promise<{
    readonly place: string | undefined;
    readonly entrances: readonly { readonly room: string; readonly user: string }[];
    readonly isComplete: boolean;
  }>;
}

export interface MemberLists {
  /** In the order of their names, from after the `next` of the page before. */
  page(
    room: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly members: readonly (User & { readonly muted?: number })[]; readonly next?: string }>;
}

/** The rooms that somebody may know of: the public ones, and those that they are in. */
export interface Directory {
  list(userId: string): Promise<RoomSummary[]>;
  /** Those whose title or id begins so, in whatever case: first those that the user is not in. */
  find(prefix: string, userId: string, limit: number): Promise<RoomSummary[]>;
}

/** Everybody who has an account. */
export interface People {
  /** Whose names begin so, in whatever case. */
  find(prefix: string, limit: number): Promise<User[]>;
}
