/** What replicas say, checked before it is believed. The compiler checks the shapes against the protocol's types. */
import {
  type Answer,
  type ConnectRefusal,
  type Departed,
  type ErrorCode,
  errorCodes,
  HubbubError,
  type Joined,
  type Logged,
  type Member,
  type MemberPage,
  type Message,
  type MessageBatch,
  type Position,
  type PresenceSnapshot,
  type PresentUser,
  type ReadMark,
  type RequestName,
  type RoomFacts,
  type RoomKind,
  type RoomSummary,
  type ServerEvents,
  type User,
  type WelcomeRoom,
  type WireError,
} from "@hubbub/protocol";
import {
  also,
  boolean,
  count,
  dictionary,
  list,
  nullable,
  object,
  oneOf,
  optional,
  type Shape,
  string,
} from "./shape.ts";

/** A code or a kind that is younger than this client is no reason to refuse the whole. */
const open = <T extends string>(value: unknown): value is T => string(value);

export const user = object<User>({ id: string, name: string });
const position = object<Position>({ epoch: string, seq: count });
export const roomKind: Shape<RoomKind> = oneOf("public", "private", "direct");
const message = object<Message>({
  seq: count,
  kind: open,
  user,
  text: string,
  at: count,
  clientMessageId: string,
  target: optional(count) as Shape<number>,
});
const isTrue = (value: unknown): value is true => value === true;
const presentUser = object<PresentUser>({ id: string, name: string, away: optional(isTrue) as Shape<true> });
const departed = object<Departed>({ id: string, lastSeen: count });
const presence = object<PresenceSnapshot>({
  online: list(presentUser),
  count,
  offline: optional(list(departed)) as Shape<readonly Departed[]>,
});

const facts = { kind: roomKind, title: string, owner: nullable(string) };
const welcomeRoom = object<WelcomeRoom>({
  ...facts,
  id: string,
  muted: optional(count) as Shape<number>,
  position,
  read: count,
  unread: count,
});
export const roomSummary = object<RoomSummary>({ id: string, title: string, kind: roomKind, members: count });
const member = object<Member>({
  id: string,
  name: string,
  state: open,
  lastSeen: optional(count) as Shape<number>,
  muted: optional(count) as Shape<number>,
});
const memberPage = object<MemberPage>({
  members: list(member),
  next: optional(string) as Shape<string>,
  banned: optional(list(user)) as Shape<readonly User[]>,
});

const readMark = { seq: count, unread: count, position };

const withoutHoles = (messages: readonly Message[], last: number): boolean =>
  messages.every(({ seq }, index) => seq === last - messages.length + 1 + index);

const joined = also(
  object<Joined>({
    ...facts,
    room: string,
    muted: optional(count) as Shape<number>,
    position,
    read: count,
    unread: count,
    recovered: boolean,
    messages: list(message),
    more: boolean,
    presence,
  }),
  answer => withoutHoles(answer.messages, answer.position.seq),
);
const page = also(object<Answer<"room:history">>({ messages: list(message), more: boolean }), ({ messages }) =>
  withoutHoles(messages, messages.at(-1)?.seq ?? 0),
);
const logged = object<Logged>({ message, epoch: string });
const nothing = object<object>({});

const answers: { readonly [Name in RequestName]: Shape<Answer<Name>> } = {
  "room:join": joined,
  "room:leave": nothing,
  "room:history": page,
  "rooms:recover": object({ rooms: dictionary(joined) }),
  "message:send": logged,
  "message:edit": logged,
  "message:remove": logged,
  "direct:open": joined,
  "room:create": joined,
  "room:change": object({ room: object<RoomFacts>({ ...facts, id: string }) }),
  "room:invite": object({ user }),
  "room:remove": nothing,
  "room:mute": nothing,
  "room:ban": nothing,
  "room:members": memberPage,
  "people:find": object({ people: list(user) }),
  "rooms:find": object({ rooms: list(roomSummary) }),
  "activity:set": nothing,
  "presence:set": nothing,
  "typing:set": nothing,
  "read:mark": object<ReadMark>(readMark),
  "session:renew": object({ expiresAt: count }),
  "session:probe": nothing,
};

type Said<Name extends keyof ServerEvents> = Parameters<ServerEvents[Name]>[0];
const refusal = object<ConnectRefusal>({
  code: open,
  temporary: boolean,
  retryAfterMs: optional(count) as Shape<number>,
});

const events: { readonly [Name in keyof ServerEvents]: Shape<Said<Name>> } = {
  welcome: object({
    user,
    replica: string,
    protocol: count,
    serverTime: count,
    away: boolean,
    rooms: list(welcomeRoom),
    recovery: optional(dictionary(joined)) as Shape<Readonly<Record<string, Joined>>>,
  }),
  "message:batch": object<MessageBatch>({ room: string, epoch: string, messages: list(message) }),
  "room:position": object<{ room: string } & Position>({ room: string, epoch: string, seq: count }),
  "presence:diff": object<Said<"presence:diff">>({
    room: string,
    online: list(presentUser),
    offline: list(departed),
    count,
    countOnly: optional(isTrue) as Shape<true>,
  }),
  "typing:change": object({ room: string, user, typing: boolean }),
  "read:change": object<Said<"read:change">>({ room: string, ...readMark }),
  "room:entered": welcomeRoom,
  "room:exited": object<Said<"room:exited">>({ room: string, reason: open }),
  "room:changed": object({ room: string, title: string, owner: nullable(string) }),
  "room:muted": object({ room: string, until: count }),
  "away:change": object({ away: boolean }),
  notice: object({ kind: string, title: string, text: string, at: count }),
  "session:end": refusal,
};

/** What a replica tells without being asked, named. */
export type ServerEvent = { [Name in keyof ServerEvents]: { name: Name; payload: Said<Name> } }[keyof ServerEvents];

/** Null for an event that this client does not know. Throws when a known one has another shape. */
export function readEvent(name: string, payload: unknown): ServerEvent | null {
  if (!Object.hasOwn(events, name)) return null;
  const known = name as keyof ServerEvents;
  if (!events[known](payload)) throw new HubbubError("internal", `The replica sent a ${name} of a wrong shape`);
  return { name: known, payload } as ServerEvent;
}

/** What the ack carries. Throws the refusal, or `internal` when the ack is not one. */
export function readAck<Name extends RequestName>(name: Name, ack: unknown): Answer<Name> {
  if (object<{ ok: false; error: unknown }>({ ok: isFalse, error: anything })(ack)) throw readError(ack.error);
  const answer: Shape<Answer<Name>> = answers[name];
  if (!answer(ack)) throw new HubbubError("internal", `The replica answered ${name} with a wrong shape`);
  return ack;
}

const isFalse = (value: unknown): value is false => value === false;
const anything = (_value: unknown): _value is unknown => true;

export const wireError = object<WireError>({
  code: open,
  message: string,
  temporary: boolean,
  retryAfterMs: optional(count) as Shape<number>,
});

/** The error of a failed ack or HTTP answer; `internal` when it is not one. */
export function readError(error: unknown): HubbubError {
  if (!wireError(error)) return new HubbubError("internal", "The replica refused without a reason");
  return new HubbubError(knownCode(error), error.message, whenOf(error));
}

/** Why a CONNECT was refused, from `data` of the error; null when a replica did not say. */
export const readRefusal = (data: unknown): HubbubError | null =>
  refusal(data) ? new HubbubError(knownCode(data), "The replica refused the connection", whenOf(data)) : null;

const whenOf = ({ retryAfterMs }: Pick<WireError, "retryAfterMs">) =>
  retryAfterMs === undefined ? {} : { retryAfterMs };

/** Whatever the code: what it means for the next try is what counts. */
const knownCode = ({ code, temporary }: ConnectRefusal): ErrorCode => {
  if (Object.hasOwn(errorCodes, code)) return code;
  return temporary ? "unavailable" : "forbidden";
};
