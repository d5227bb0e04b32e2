/** How the hash of a room is read. */
import { type RoomKind, systemUser } from "@hubbub/protocol";

/** Where a user sees another title than others do. */
export const titleField = (user: string): string => `title:${user}`;

/** Until when a user may not speak, in ms since 1970. */
export const mutedField = (user: string): string => `muted:${user}`;

/** Where a user's last messages in a row stand, as `read-place.ts` says. */
export const spokeField = (user: string): string => `spoke:${user}`;

type Value = string | null | undefined;

export const asKind = (kind: Value): RoomKind => (kind === "direct" || kind === "private" ? kind : "public");

/** Who made a direct room, or `general`, is not its owner. */
export const ownerOf = (kind: RoomKind, owner: Value): string | null =>
  kind === "direct" || owner === systemUser.id ? null : (owner ?? null);

/** Of a direct room: only the other opened it, and nobody has said anything in it yet. */
export const isUnspoken = (kind: RoomKind, opener: Value, seq: number, user: string): boolean =>
  kind === "direct" && seq === 0 && opener !== user && opener !== systemUser.id;

/** As fields of an object: nothing where there is no such time. */
export const mutedUntil = (until: Value): { readonly muted?: number } => (until ? { muted: Number(until) } : {});
