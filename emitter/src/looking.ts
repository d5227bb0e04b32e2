/** What a job may know of people and rooms: it is trusted, and asks about any of them. */
import { generalRoom, type PresentUser } from "@hubbub/protocol";
import { findUser, requireRoom } from "./finding.ts";
import { parse, schemas } from "./payloads.ts";
import type { HistoryOptions, HistoryPage, PersonPresence, RoomPresence, UserRef } from "./types.ts";
import type { VerbParts } from "./verb-parts.ts";

/** In a room with more people online than this they are counted and not listed. */
const listedAtMost = 1_000;

/** Everybody is in `general`, so it knows how each of them is. */
export async function presenceOfPerson(parts: VerbParts, ref: UserRef): Promise<PersonPresence> {
  const user = await findUser(parts, ref);
  const [known] = await parts.presence.statesOf(generalRoom, [user.id]);
  const { state, lastSeen } = known ?? { state: "offline", lastSeen: null };
  return { user, state, ...(lastSeen === null ? {} : { lastSeen }) };
}

export async function presenceOfRoom(parts: VerbParts, room: string): Promise<RoomPresence> {
  await requireRoom(parts, room);
  const reading = await parts.presence.read(room, { place: "", everybody: true, most: listedAtMost });
  if (reading.kind !== "all") return { room, count: reading.count };
  const online = reading.people.map(
    ({ user, state }): PresentUser => (state === "away" ? { ...user, away: true } : user),
  );
  return { room, count: reading.count, online };
}

export async function history(parts: VerbParts, given: string, options: HistoryOptions = {}): Promise<HistoryPage> {
  const room = parse(schemas.roomId, given, "room");
  const { before, limit } = parse(schemas.page, { before: options.before, limit: options.limit }, "history");
  await requireRoom(parts, room);
  return parts.log.page(room, before, limit);
}
