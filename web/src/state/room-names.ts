import { limits, type RoomSummary } from "@hubbub/protocol";

/** What a person typed as the name of a room, without the mark that stands before it in the list. */
export const roomTitle = (text: string): string => text.trim().replace(/^#\s*/, "");

const folded = (title: string): string => title.normalize("NFKC").toLowerCase();

/** Whether `name` means this room: by its title, in whatever case, or by its id. */
export const isCalled = ({ id, title }: Pick<RoomSummary, "id" | "title">, name: string): boolean =>
  folded(title) === folded(name) || id === name;

/** The ids that a new room of that name may get, in this order: a room with another name may have one of them. */
export function roomIdsOf(name: string): readonly string[] {
  const id = cut(name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(), limits.roomIdLength);
  const digest = digestOf(folded(name));
  const other = `${cut(id, limits.roomIdLength - 1 - digest.length) || "room"}-${digest}`;
  return id === "" ? [other] : [id, other];
}

/** The letters a to z and digits of a text, with a dash for whatever stands between them. */
const cut = (text: string, length: number): string =>
  text
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, length)
    .replace(/-$/, "");

/** The same seven letters and digits for the same text: FNV-1a. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36).padStart(7, "0");
}
