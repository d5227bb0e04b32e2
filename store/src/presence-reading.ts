/** Who is in a room, as the scripts reply it. */
import type { MemberState, User } from "@hubbub/protocol";
import type { PresenceReply, StreamEntry } from "./scripts.ts";

/** How somebody is, as a room knows it. */
export interface PersonState {
  readonly state: MemberState;
  /** When they went offline, in ms since 1970; null where that is not known. */
  readonly lastSeen: number | null;
}

/** Somebody who came, went, or is away now or no longer. */
export interface PresenceChange {
  readonly user: User;
  readonly state: MemberState;
  readonly lastSeen: number;
}

/** Who is in a room at one moment. */
export type PresenceReading = {
  /** Names the moment, for the next reading. */
  readonly place: string;
  /** How many are online, away or not. */
  readonly count: number;
  /** Whether Redis lost what the reader knew, and so perhaps who is there. */
  readonly isLost: boolean;
} & (
  | { readonly kind: "count" }
  /** Everybody who is there. After a loss, ahead of them, some who went since: of others who are missing nothing is known. */
  | { readonly kind: "all"; readonly people: readonly PresenceChange[] }
  /** In their order, since the place that was asked from. */
  | { readonly kind: "changes"; readonly changes: readonly PresenceChange[] }
);

export function toReading([place, count, lost, ...[kind, list]]: PresenceReply): PresenceReading {
  const moment = { place, count, isLost: lost === 1 };
  if (kind === "changes") return { ...moment, kind, changes: list.map(toChange) };
  return kind === "all" ? { ...moment, kind, people: toPeople(list) } : { ...moment, kind };
}

/** `["u1", "online:Ada", "u2", "away:Bob"]` as people. */
function toPeople(pairs: readonly string[]): PresenceChange[] {
  const people: PresenceChange[] = [];
  for (let index = 0; index + 1 < pairs.length; index += 2) people.push(asChange(pairs[index], pairs[index + 1], "0"));
  return people;
}

function toChange([, fields]: StreamEntry): PresenceChange {
  const [, id, , state, , at] = fields;
  return asChange(id, state, at);
}

function asChange(id = "", stateAndName = "", at = "0"): PresenceChange {
  const [state, name] = split(stateAndName);
  return { user: { id, name }, state: asState(state), lastSeen: Number(at) };
}

/** How one member is, from what the room's hashes have of them. */
export function personState(online: string | null | undefined, version: string | null | undefined): PersonState {
  if (online) return { state: asState(split(online)[0]), lastSeen: null };
  return { state: "offline", lastSeen: version ? Number(split(version)[1]) : null };
}

/** `away:Ada` as `away` and `Ada`. */
function split(text: string): [string, string] {
  const colon = text.indexOf(":");
  return [text.slice(0, colon), text.slice(colon + 1)];
}

const asState = (text: string): MemberState => (text === "online" || text === "away" ? text : "offline");
