import type { ErrorCode, WireError } from "./errors.ts";
import type { Message, Position, ReadMark, Recovery, RoomFacts, RoomKind, RoomSummary, User } from "./message.ts";
import type { MemberPage, PresenceDiff, PresenceSnapshot } from "./presence.ts";

/** An ack: what was asked for, or a refusal. There is always one. */
export type Ack<Answer extends object = object> = Accepted<Answer> | Refused;
export type Accepted<Answer extends object = object> = { readonly ok: true } & Answer;
export interface Refused {
  readonly ok: false;
  readonly error: WireError;
}

/** Entering a room: the history missed, and who is there. */
export interface Joined extends Recovery {
  readonly room: string;
  readonly kind: RoomKind;
  readonly title: string;
  /** As in {@link RoomFacts}. */
  readonly owner: string | null;
  /** Until when the user may not speak in the room, in ms since 1970; may have passed. */
  readonly muted?: number;
  /** The seq up to which the user has read. */
  readonly read: number;
  /** How many `text` entries come after `read`, up to `position`. */
  readonly unread: number;
  readonly presence: PresenceSnapshot;
}

/** A room of the user's, as `welcome` and `room:entered` list it. */
export interface WelcomeRoom extends RoomFacts {
  /** Until when the user may not speak in the room, in ms since 1970; may have passed. */
  readonly muted?: number;
  /** The head of the room's log. */
  readonly position: Position;
  /** The seq up to which the user has read. */
  readonly read: number;
  /** How many `text` entries come after `read`, up to `position`. */
  readonly unread: number;
}

/** `auth` of the CONNECT packet. */
export interface ConnectAuth {
  readonly token: string;
  /** Nobody looks at this connection's device. */
  readonly idle?: boolean;
  /** Where the client stands in the rooms that it knows: what it missed comes with the welcome. */
  readonly positions?: Readonly<Record<string, Position>>;
}

/** The first event after a connect. */
export interface Welcome {
  readonly user: User;
  /** The id of the replica that serves this connection. */
  readonly replica: string;
  readonly protocol: number;
  readonly serverTime: number;
  /** Whether the user said that they are away, on whatever device. */
  readonly away: boolean;
  readonly rooms: readonly WelcomeRoom[];
  /**
   * Of the rooms whose positions the CONNECT brought, what `rooms:recover` would answer. A room that is absent is not the
   * user's, or is to be asked for.
   */
  readonly recovery?: Readonly<Record<string, Joined>>;
}

/** Messages of one room in order of seq. May repeat what the client has, and may leave a gap: the log fills it. */
export interface MessageBatch {
  readonly room: string;
  readonly epoch: string;
  readonly messages: readonly Message[];
}

/** Something that passes: shown once, kept nowhere. */
export interface Notice {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
}

/** Why the replica closes a connection. With `temporary`, connect again. */
export interface SessionEnd {
  readonly code: ErrorCode;
  readonly temporary: boolean;
}

/** A message as the log has it. With the epoch, its sender need not wait for the broadcast. */
export interface Logged {
  readonly message: Message;
  readonly epoch: string;
}

/** Why somebody is no longer in a room. */
export type ExitReason = "left" | "removed" | "banned";

/** Somebody, by id or by name. */
export type PersonRef = { readonly user: string } | { readonly name: string };

/** A change to the user's own message with the seq `target`. */
export interface Targeted {
  readonly room: string;
  readonly target: number;
  readonly clientMessageId: string;
  /** The `clientMessageId` of the target: so another message that has its seq now, after the log was lost, stays as it is. */
  readonly targetId?: string | undefined;
}

/** What a client asks: the payload, and what the ack carries beside `ok: true`. */
export interface Requests {
  "room:join": { payload: { room: string; position?: Position | undefined }; answer: Joined };
  "room:leave": { payload: { room: string }; answer: object };
  "room:history": {
    payload: { room: string; before: number; limit: number };
    answer: { messages: readonly Message[]; more: boolean };
  };
  "rooms:recover": {
    payload: { positions: Record<string, Position> };
    /** A room that the user is not in (any more) is absent. */
    answer: { rooms: Record<string, Joined> };
  };
  "message:send": { payload: { room: string; text: string; clientMessageId: string }; answer: Logged };
  "message:edit": { payload: Targeted & { text: string }; answer: Logged };
  "message:remove": { payload: Targeted; answer: Logged };
  "direct:open": { payload: PersonRef; answer: Joined };
  /** Refused with `conflict` where there is a room of that id. */
  "room:create": { payload: { room: string; kind: "public" | "private"; title?: string | undefined }; answer: Joined };
  /** By the owner, who may pass the room on to another member. */
  "room:change": {
    payload: { room: string; title?: string | undefined; owner?: string | undefined };
    answer: { room: RoomFacts };
  };
  /** By any member. */
  "room:invite": { payload: { room: string } & PersonRef; answer: { user: User } };
  /** By the owner: out of the room, until they join or are invited again. */
  "room:remove": { payload: { room: string; user: string }; answer: object };
  /** By the owner. `until` in ms since 1970; 0 ends it. */
  "room:mute": { payload: { room: string; user: string; until: number }; answer: object };
  /** By the owner: out of the room, and not in again. */
  "room:ban": { payload: { room: string; user: string; banned: boolean }; answer: object };
  /** A page of the members; `after` is the `next` of the page before. */
  "room:members": { payload: { room: string; after?: string | undefined; limit: number }; answer: MemberPage };
  /** Whose name begins so, in whatever case. */
  "people:find": { payload: { prefix: string; limit: number }; answer: { people: readonly User[] } };
  /** Public rooms, and the user's own, whose title or id begins so, in whatever case. */
  "rooms:find": { payload: { prefix: string; limit: number }; answer: { rooms: readonly RoomSummary[] } };
  "typing:set": { payload: { room: string; typing: boolean }; answer: object };
  /** Nobody looks at this connection's device, or somebody does again. A user is away when all their connections are idle. */
  "activity:set": { payload: { idle: boolean }; answer: object };
  /** The user is away, on all devices and until they say otherwise. */
  "presence:set": { payload: { away: boolean }; answer: object };
  /** With the `epoch` that `seq` is of, a mark in a log that was lost meanwhile is passed over. */
  "read:mark": { payload: { room: string; seq: number; epoch?: string | undefined }; answer: ReadMark };
  /** A fresh token for this live connection, so that it outlives the one it began with. */
  "session:renew": { payload: { token: string }; answer: { expiresAt: number } };
  /** Whether the replica is there: answered without asking Redis. */
  "session:probe": { payload: object; answer: object };
}

export type RequestName = keyof Requests;
export type Payload<Name extends RequestName> = Requests[Name]["payload"];
export type Answer<Name extends RequestName> = Requests[Name]["answer"];

/** Socket.IO's view of {@link Requests}. */
export type ClientEvents = {
  [Name in RequestName]: (payload: Payload<Name>, ack: (answer: Ack<Answer<Name>>) => void) => void;
};

/** What a replica tells without being asked. */
export interface ServerEvents {
  welcome: (welcome: Welcome) => void;
  "message:batch": (batch: MessageBatch) => void;
  "room:position": (head: { room: string } & Position) => void;
  "presence:diff": (diff: PresenceDiff) => void;
  "typing:change": (change: { room: string; user: User; typing: boolean }) => void;
  "read:change": (change: { room: string } & ReadMark) => void;
  /** The user became a member: on another device, by an invitation, or of a direct room. */
  "room:entered": (room: WelcomeRoom) => void;
  /** The user is a member no more. */
  "room:exited": (exit: { room: string; reason: ExitReason }) => void;
  "room:changed": (change: { room: string; title: string; owner: string | null }) => void;
  /** The user may not speak in the room until then, in ms since 1970; 0: may speak again. */
  "room:muted": (change: { room: string; until: number }) => void;
  /** The user said on some device that they are away, or no longer. */
  "away:change": (change: { away: boolean }) => void;
  notice: (notice: Notice) => void;
  "session:end": (end: SessionEnd) => void;
}

/** `data` of a refused CONNECT. */
export interface ConnectRefusal {
  readonly code: ErrorCode;
  readonly temporary: boolean;
  /** Not before so many ms from now. */
  readonly retryAfterMs?: number;
}
