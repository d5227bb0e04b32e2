import { isNamedRoomId, limits } from "@hubbub/protocol";

/** The id that a room gets when a person calls it `name`; null where nothing usable is left. `Late Night!` → `late-night`. */
export function roomIdOf(name: string): string | null {
  const id = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, limits.roomIdLength)
    .replace(/-$/, "");
  return isNamedRoomId(id) ? id : null;
}
