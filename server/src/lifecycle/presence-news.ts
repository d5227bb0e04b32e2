import type { PresenceSnapshot } from "@hubbub/protocol";
import { type FeedDeps, PresenceFeed } from "./presence-feed.ts";

export interface NewsDeps extends FeedDeps {
  readonly audience: FeedDeps["audience"] & {
    /** Whether a connection of this replica hears the room. */
    readonly isHeardHere: (room: string) => boolean;
    /** Tells the other replicas of rooms in which something changed. May be lost: they look for themselves now and then. */
    readonly tellReplicas: (rooms: readonly string[]) => void;
  };
}

/** For so long the rooms are gathered that other replicas are told of. */
const gatherMs = 100;

/** Brings what changes in presence, here and on other replicas, to the connections of this one. */
export class PresenceNews {
  readonly #deps: NewsDeps;
  readonly #feeds = new Map<string, PresenceFeed>();
  readonly #gathered = new Set<string>();

  constructor(deps: NewsDeps) {
    this.#deps = deps;
  }

  /** This replica changed something in the room. */
  readonly changed = (room: string): void => {
    if (this.#gathered.size === 0) this.#deps.clock.after(gatherMs, () => this.flush());
    this.#gathered.add(room);
    this.changedElsewhere([room]);
  };

  /** Another replica did. */
  readonly changedElsewhere = (rooms: readonly string[]): void => {
    for (const room of rooms) {
      if (this.#deps.audience.isHeardHere(room)) this.#feed(room).changed();
      else this.#drop(room);
    }
  };

  /** Who is in the room: for somebody who hears it. */
  readonly snapshot = (room: string): Promise<PresenceSnapshot> => this.#feed(room).snapshot();

  /** Looks at every room that is heard, in case that others' news of it was lost. */
  refresh(): void {
    this.changedElsewhere([...this.#feeds.keys()]);
  }

  /** Other replicas are told now. */
  flush(): void {
    if (this.#gathered.size > 0) this.#deps.audience.tellReplicas([...this.#gathered]);
    this.#gathered.clear();
  }

  stop(): void {
    this.flush();
    for (const room of this.#feeds.keys()) this.#drop(room);
  }

  #feed(room: string): PresenceFeed {
    const feed = this.#feeds.get(room) ?? new PresenceFeed(room, this.#deps);
    this.#feeds.set(room, feed);
    return feed;
  }

  #drop(room: string): void {
    this.#feeds.get(room)?.stop();
    this.#feeds.delete(room);
  }
}
