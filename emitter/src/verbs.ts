import type { Notice, User } from "@hubbub/protocol";
import {
  directRoomId,
  directRoomUsers,
  generalRoom,
  HubbubError,
  roomAddress,
  systemUser,
  userAddress,
} from "@hubbub/protocol";
import { findUser, requireRoom } from "./finding.ts";
import { history, presenceOfPerson, presenceOfRoom } from "./looking.ts";
import { createMembership, letIn } from "./membership.ts";
import { parse, schemas } from "./payloads.ts";
import type { DurableReceipt, Emitter, PresenceOf, UserRef } from "./types.ts";
import type { VerbParts } from "./verb-parts.ts";

export type Verbs = Omit<Emitter, "batch" | "isReady" | "close">;

/** The verbs, apart from where Redis is and how long to wait for it. */
export function createVerbs(parts: VerbParts): Verbs {
  return {
    async announce(room, text, options = {}) {
      const draft = { text: parse(schemas.text, text, "text"), id: messageId(parts, options.idempotencyKey) };
      return inExisting(parts, parse(schemas.namedRoom, room, "room"), () => publish(parts, room, draft));
    },

    async message(ref, text, options = {}) {
      const draft = { text: parse(schemas.text, text, "text"), id: messageId(parts, options.idempotencyKey) };
      return writeTo(parts, await findUser(parts, ref), draft);
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

    async disconnect(ref) {
      const user = await findUser(parts, ref);
      const reason = { code: "unauthenticated", temporary: true } as const;
      return { id: parts.newId(), receivers: await parts.broadcast.disconnect(userAddress(user.id), reason) };
    },

    ...createMembership(parts),

    async presence<Of extends { readonly user: UserRef } | { readonly room: string }>(given: Of) {
      const of = parse(schemas.presence, given, "presence");
      const found = await ("room" in of ? presenceOfRoom(parts, of.room) : presenceOfPerson(parts, of.user));
      // The compiler does not follow which of the two it is.
      return found as PresenceOf<Of>;
    },

    history: (room, options) => history(parts, room, options),
  };
}

/** The Socket.IO rooms of everybody who reads a room's log; a direct room may be new to its people. */
export function readersOf(room: string): readonly string[] {
  const people = directRoomUsers(room)?.filter(id => id !== systemUser.id);
  return people?.map(userAddress) ?? [roomAddress(room)];
}

const messageId = (parts: VerbParts, key: string | undefined): string =>
  key === undefined ? parts.newId() : parse(schemas.idempotencyKey, key, "idempotencyKey");

interface Draft {
  readonly text: string;
  readonly id: string;
}

async function publish(parts: VerbParts, room: string, draft: Draft): Promise<DurableReceipt> {
  const { message, epoch } = await parts.publisher.publish({
    room,
    kind: "text",
    user: parts.speaker,
    text: draft.text,
    clientMessageId: draft.id,
    at: parts.now(),
  });
  const receivers = await parts.takings.of(room, epoch, message.seq);
  const receipt = { id: draft.id, room, epoch, seq: message.seq };
  return receivers === undefined ? receipt : { ...receipt, receivers };
}

/** The room of the two is made where it is not there yet. Whoever is told its first message may not know the room. */
async function writeTo(parts: VerbParts, user: User, draft: Draft): Promise<DurableReceipt> {
  const room = directRoomId(parts.speaker.id, user.id);
  try {
    const receipt = await publish(parts, room, draft);
    if (receipt.seq === 1) await letIn(parts, room, user);
    return receipt;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await parts.rooms.openDirect(parts.speaker, user);
    await letIn(parts, room, user);
    return publish(parts, room, draft);
  }
}

/** `general` always exists; before anybody came to a new deployment, this makes it. */
async function inExisting<Value>(parts: VerbParts, room: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (room !== generalRoom || !isNotFound(error)) throw error;
    await makeGeneral(parts);
    return work();
  }
}

/** Where several jobs make it at once, one may take the speaker out of it before another has looked: it is made then. */
async function makeGeneral({ rooms, speaker }: VerbParts): Promise<void> {
  await rooms.join(generalRoom, speaker).catch(error => {
    if (!isNotFound(error)) throw error;
  });
  await rooms.leave(generalRoom, speaker);
}

const isNotFound = (error: unknown): boolean => error instanceof HubbubError && error.code === "not_found";

async function userAddresses(
  parts: VerbParts,
  whom: { user: UserRef } | { users: readonly UserRef[] },
): Promise<readonly string[]> {
  const refs = "user" in whom ? [whom.user] : whom.users;
  const users = await Promise.all(refs.map(ref => findUser(parts, ref)));
  return users.map(user => userAddress(user.id));
}

async function roomAddresses(parts: VerbParts, room: string): Promise<readonly string[]> {
  await requireRoom(parts, room);
  return readersOf(room);
}
