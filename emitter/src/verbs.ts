import type { Notice, Position, User } from "@hubbub/protocol";
import { directRoomUsers, generalRoom, HubbubError, roomAddress, systemUser, userAddress } from "@hubbub/protocol";
import { clientMessageId } from "@hubbub/protocol/schemas";
import type { Broadcast } from "./broadcast.ts";
import { parse, schemas } from "./payloads.ts";
import type { DurableReceipt, Emitter, UserRef } from "./types.ts";

interface NewText {
  readonly room: string;
  readonly kind: "text";
  readonly user: User;
  readonly text: string;
  readonly clientMessageId: string;
  readonly at: number;
}

/** What the verbs need from outside. The classes of `store` fit by their shape. */
export interface VerbParts {
  readonly publisher: {
    publish(message: NewText): Promise<{ readonly message: { readonly seq: number }; readonly epoch: string }>;
  };
  readonly log: { heads(rooms: readonly string[]): Promise<Map<string, Position>> };
  readonly rooms: {
    openDirect(a: User, b: User): Promise<{ readonly id: string; readonly position: Position }>;
    join(room: string, user: User): Promise<unknown>;
    leave(room: string, user: User): Promise<unknown>;
  };
  readonly accounts: {
    byName(name: string): Promise<{ readonly user: User } | null>;
    byId(id: string): Promise<User | null>;
  };
  readonly broadcast: Broadcast;
  /** Who speaks. */
  readonly speaker: User;
  readonly now: () => number;
  readonly newId: () => string;
}

export type Verbs = Pick<Emitter, "announce" | "message" | "notify">;

/** The verbs, apart from where Redis is and how long to wait for it. */
export function createVerbs(parts: VerbParts): Verbs {
  return {
    async announce(room, text, options = {}) {
      const draft = { text: parse(schemas.text, text, "text"), id: messageId(parts, options.idempotencyKey) };
      return inExisting(parts, parse(schemas.namedRoom, room, "room"), () => publish(parts, room, draft));
    },

    async message(ref, text, options = {}) {
      const draft = { text: parse(schemas.text, text, "text"), id: messageId(parts, options.idempotencyKey) };
      const user = await findUser(parts, parse(schemas.user, ref, "user"));
      const room = await parts.rooms.openDirect(parts.speaker, user);
      const isNew = room.position.seq === 0;
      if (isNew) await parts.broadcast.enter(userAddress(user.id), roomAddress(room.id));
      return publish(parts, room.id, draft);
    },

    async notify(target, input) {
      const whom = parse(schemas.target, target, "target");
      const { kind, title = parts.speaker.name, text } = parse(schemas.notice, input, "notice");
      const notice: Notice = { kind, title, text, at: parts.now() };
      const id = parts.newId();
      if (whom === "everyone") return { id, receivers: await parts.broadcast.emit("everyone", "notice", notice) };
      const addresses = "room" in whom ? await roomAddresses(parts, whom.room) : await userAddresses(parts, whom);
      return { id, receivers: await parts.broadcast.emit(addresses, "notice", notice) };
    },
  };
}

/** The Socket.IO rooms of everybody who reads a room's log; a direct room may be new to its two users. */
export function readersOf(room: string): readonly string[] {
  return directRoomUsers(room)?.map(userAddress) ?? [roomAddress(room)];
}

const messageId = (parts: VerbParts, key: string | undefined): string =>
  key === undefined ? parts.newId() : parse(clientMessageId, key, "idempotencyKey");

async function publish(parts: VerbParts, room: string, draft: { text: string; id: string }): Promise<DurableReceipt> {
  const { message, epoch } = await parts.publisher.publish({
    room,
    kind: "text",
    user: parts.speaker,
    text: draft.text,
    clientMessageId: draft.id,
    at: parts.now(),
  });
  return { id: draft.id, room, epoch, seq: message.seq };
}

/** `general` always exists; before anybody came to a new deployment, this makes it. */
async function inExisting<Value>({ rooms, speaker }: VerbParts, room: string, work: () => Promise<Value>) {
  try {
    return await work();
  } catch (error) {
    if (room !== generalRoom || !(error instanceof HubbubError) || error.code !== "not_found") throw error;
    await rooms.join(room, speaker);
    await rooms.leave(room, speaker);
    return work();
  }
}

async function findUser({ accounts }: VerbParts, ref: UserRef): Promise<User> {
  const user = typeof ref === "string" ? await accounts.byId(ref) : (await accounts.byName(ref.name))?.user;
  if (!user || user.id === systemUser.id) {
    throw new HubbubError("not_found", `There is no user ${typeof ref === "string" ? `with id ${ref}` : ref.name}.`);
  }
  return user;
}

async function userAddresses(
  parts: VerbParts,
  whom: { user: UserRef } | { users: readonly UserRef[] },
): Promise<readonly string[]> {
  const refs = "user" in whom ? [whom.user] : whom.users;
  const users = await Promise.all(refs.map(ref => findUser(parts, ref)));
  return users.map(user => userAddress(user.id));
}

async function roomAddresses({ log }: VerbParts, room: string): Promise<readonly string[]> {
  if (room !== generalRoom && !(await log.heads([room])).has(room))
    throw new HubbubError("not_found", `There is no room ${room}.`);
  return readersOf(room);
}
