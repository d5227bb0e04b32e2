import type { ErrorCode, WireError } from "./errors.ts";
import type { Message, Position, Recovery, RoomKind, User } from "./message.ts";
import type { PresenceDiff, PresenceSnapshot } from "./presence.ts";

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
  readonly presence: PresenceSnapshot;
}

/** A room of the user's, as `welcome` lists it. */
export interface WelcomeRoom {
  readonly id: string;
  readonly kind: RoomKind;
  readonly title: string;
  /** The head of the room's log. */
  readonly position: Position;
  /** The seq up to which the user has read. */
  readonly read: number;
  readonly unread: number;
}

/** The first event after a connect. */
export interface Welcome {
  readonly user: User;
  /** The id of the replica that serves this connection. */
  readonly replica: string;
  readonly protocol: number;
  readonly serverTime: number;
  readonly rooms: readonly WelcomeRoom[];
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
  "message:edit": {
    payload: { room: string; target: number; text: string; clientMessageId: string };
    answer: Logged;
  };
  "message:remove": {
    payload: { room: string; target: number; clientMessageId: string };
    answer: Logged;
  };
  "direct:open": { payload: { user: string } | { name: string }; answer: Joined };
  "typing:set": { payload: { room: string; typing: boolean }; answer: object };
  "read:mark": { payload: { room: string; seq: number }; answer: object };
  /** A fresh token for this live connection, so that it outlives the one it began with. */
  "session:renew": { payload: { token: string }; answer: { expiresAt: number } };
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
  "read:change": (change: { room: string; seq: number }) => void;
  notice: (notice: Notice) => void;
  "session:end": (end: SessionEnd) => void;
}

/** `data` of a refused CONNECT. */
export interface ConnectRefusal {
  readonly code: ErrorCode;
  readonly temporary: boolean;
}
