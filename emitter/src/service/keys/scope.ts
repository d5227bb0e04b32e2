import { HubbubError, isNamedRoomId } from "@hubbub/protocol";
import { z } from "zod";
import type { Call, Target } from "../../types.ts";

export const verbs = ["announce", "message", "notify", "disconnect", "join", "leave", "presence", "history"] as const;

export type Verb = (typeof verbs)[number];

/** What a key may do. `*` in either list is all. */
export interface Scope {
  readonly verbs: readonly string[];
  /** Ids, or what ids begin with and `*`: `general`, `ops-*`. */
  readonly rooms: readonly string[];
  /** Whether it reaches people, apart from rooms. With all rooms besides, it reaches everyone at once. */
  readonly people: boolean;
}

export const everything: Scope = { verbs: ["*"], rooms: ["*"], people: true };

/** What one call asks for. */
export interface Errand {
  readonly verb: Verb;
  readonly whom: { readonly room: string } | "people" | "everyone";
}

export const verbPattern = z.union([z.literal("*"), z.enum(verbs)], `needs * or verbs: ${verbs.join(", ")}`);

export const roomPattern = z
  .string()
  .regex(/^(?:\*|[a-z0-9][a-z0-9-]{0,47}\*?)$/, "needs *, the id of a room, or what ids begin with and *");

/** Throws `forbidden`, which says what the key lacks. */
export function authorize(keyName: string, scope: Scope, { verb, whom }: Errand): void {
  const refuse = (what: string) => {
    throw new HubbubError("forbidden", `The key ${keyName} may not ${what}.`);
  };
  if (!scope.verbs.includes("*") && !scope.verbs.includes(verb)) refuse(`use ${verb}`);
  if (whom === "people" && !scope.people) refuse("reach people");
  if (whom === "everyone" && !(scope.people && scope.rooms.includes("*"))) refuse("reach everyone");
  if (typeof whom === "object" && !reaches(scope, whom.room)) refuse(`reach the room ${whom.room}`);
}

const reaches = ({ rooms, people }: Scope, room: string): boolean =>
  isNamedRoomId(room)
    ? rooms.some(pattern => (pattern.endsWith("*") ? room.startsWith(pattern.slice(0, -1)) : room === pattern))
    : people;

export function errandOf(call: Call): Errand {
  const { verb } = call;
  if (verb === "notify") return { verb, whom: whomOf(call.target) };
  return { verb, whom: "room" in call ? { room: call.room } : "people" };
}

function whomOf(target: Target): Errand["whom"] {
  if (target === "everyone") return "everyone";
  return "room" in target ? target : "people";
}
