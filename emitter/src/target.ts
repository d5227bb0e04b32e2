import type { Target } from "./types.ts";

/** `everyone`, `user:<name>` or `room:<id>`; null for anything else. */
export function parseTarget(text: string): Target | null {
  if (text === "everyone") return "everyone";
  const [, kind, name] = /^(user|room):(.+)$/s.exec(text) ?? [];
  if (name === undefined) return null;
  return kind === "room" ? { room: name } : { user: { name } };
}
