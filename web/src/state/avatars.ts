import type { User } from "@hubbub/protocol";

/** How many colours `avatar.css` has. */
export const avatarHues = 12;

/** The same person has the same colour everywhere (FNV-1a of the id, stirred so that ids of one beginning spread). */
export function avatarHue(userId: string): number {
  let hash = 0x811c9dc5;
  for (const character of userId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  const stirred = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((stirred ^ (stirred >>> 13)) >>> 0) % avatarHues;
}

/** `ada.lovelace` → `AL`, `grace` → `GR`. */
export function initials(user: User): string {
  const [first = "", second] = user.name.split(/[._-]+/).filter(part => part !== "");
  const letters =
    second === undefined ? [...first].slice(0, 2) : [...first].slice(0, 1).concat([...second].slice(0, 1));
  return letters.join("").toUpperCase();
}
