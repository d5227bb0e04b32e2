/** A job puts people into rooms and takes them out of them, as they could themselves. */
import { asWelcomeRoom, generalRoom, HubbubError, type User, userAddress } from "@hubbub/protocol";
import { findUser, requireRoom } from "./finding.ts";
import { parse, schemas } from "./payloads.ts";
import type { Emitter, MemberReceipt } from "./types.ts";
import type { VerbParts } from "./verb-parts.ts";

/** Both may be done again after a call that failed halfway: everybody is told again. */
export function createMembership(parts: VerbParts): Pick<Emitter, "join" | "leave"> {
  const { rooms, newId } = parts;
  return {
    async join(ref, given) {
      const room = parse(schemas.namedRoom, given, "room");
      const user = await findUser(parts, ref);
      await (room === generalRoom ? rooms.join(room, user) : rooms.invite(room, user));
      return receipt(newId(), room, user, await letIn(parts, room, user));
    },

    async leave(ref, given) {
      const room = parse(schemas.namedRoom, given, "room");
      if (room === generalRoom) throw new HubbubError("forbidden", "Everybody is in general, always.");
      const user = await findUser(parts, ref);
      const wasIn = await rooms.leave(room, user);
      if (!wasIn) await requireRoom(parts, room);
      return receipt(newId(), room, user, await seeOut(parts, room, user));
    },
  };
}

const receipt = (id: string, room: string, user: User, receivers: number): MemberReceipt => ({
  id,
  room,
  user,
  receivers,
});

/**
 * The user's connections hear the room from now on, on every replica; a replica that misses the word of it finds it among
 * the entrances. Resolves with how many replicas took it. Rejects with `forbidden` where the user was shown out meanwhile.
 */
export async function letIn(parts: VerbParts, room: string, user: User): Promise<number> {
  const { broadcast, entrances, presence, rooms } = parts;
  const [receivers] = await Promise.all([
    broadcast.tellReplicas("enter", room, user.id),
    entrances.note(room, user.id),
  ]);
  // Read after they hear it: whoever is shown out from now on is out when that comes to the replicas.
  const [info] = await rooms.ofThese([room], user.id);
  if (info === undefined) {
    await broadcast.tellReplicas("exit", room, user.id);
    throw new HubbubError("forbidden", `${user.name} is not in the room ${room} any more.`);
  }
  await broadcast.emit([userAddress(user.id)], "room:entered", asWelcomeRoom(info));
  await presence.enter(room, user);
  return receivers;
}

/** They hear it no more. */
async function seeOut(parts: VerbParts, room: string, user: User): Promise<number> {
  const { broadcast, presence, rooms, now } = parts;
  const [receivers] = await Promise.all([
    broadcast.tellReplicas("exit", room, user.id),
    broadcast.emit([userAddress(user.id)], "room:exited", { room, reason: "left" }),
  ]);
  await presence.exit(room, user, now());
  // Somebody may have let them in again before they were shown out here.
  const isBack = (await rooms.ofThese([room], user.id)).length > 0;
  if (isBack) await letIn(parts, room, user);
  return receivers;
}
