import type { User } from "@hubbub/protocol";
import type { Accounts, Entrances, Presence, Publisher, RoomLog, Rooms } from "@hubbub/store";
import type { Broadcast } from "./broadcast.ts";
import type { Takings } from "./takings.ts";

/** What the verbs need from outside. */
export interface VerbParts {
  readonly publisher: Pick<Publisher, "publish">;
  readonly log: Pick<RoomLog, "heads" | "page">;
  readonly rooms: Pick<Rooms, "openDirect" | "join" | "invite" | "leave" | "ofThese">;
  readonly accounts: { byName(name: string): Promise<{ readonly user: User } | null> } & Pick<Accounts, "byId">;
  readonly presence: Pick<Presence, "enter" | "exit" | "read" | "statesOf">;
  readonly entrances: Pick<Entrances, "note">;
  readonly broadcast: Broadcast;
  readonly takings: Pick<Takings, "of">;
  /** Who speaks. */
  readonly speaker: User;
  readonly now: () => number;
  readonly newId: () => string;
}
