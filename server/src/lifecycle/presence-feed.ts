import type { PresenceDiff, PresenceSnapshot } from "@hubbub/protocol";
import type { Clock } from "../domain/clock.ts";
import type { Presence, PresenceReading } from "../domain/ports.ts";
import {
  advance,
  diffBetween,
  emptyView,
  isToBeSettled,
  type PresenceView,
  snapshotOf,
} from "../domain/presence-view.ts";
import type { Telemetry } from "../domain/telemetry.ts";

export interface FeedDeps {
  readonly presence: Pick<Presence, "read">;
  readonly audience: {
    /** To the connections of this replica only: each replica reads for itself. */
    readonly tellPresenceHere: (diff: PresenceDiff) => void;
  };
  readonly telemetry: Pick<Telemetry, "presenceChanged">;
  readonly clock: Clock;
  /** In a room with more people they are only counted. */
  readonly listLimit: number;
  /** How long people who are missing in Redis are kept after it lost its data. */
  readonly unsureMs: number;
}

/** A room has a packet at most this often. */
const tellEveryMs = 1_000;
/** Where a room was only counted, it is listed again when this part of the limit is left: not at each coming and going. */
const listedAgain = 0.9;

/**
 * What the connections of this replica are told of one room. A change is told at once, and what follows within a second of it
 * together. A snapshot is what was told until now or something newer; the next packet tells all that came after either.
 */
export class PresenceFeed {
  readonly #room: string;
  readonly #deps: FeedDeps;
  #view: PresenceView = emptyView;
  /** Whether the view is of Redis at all. */
  #isRead = false;
  #isDue = false;
  #isStopped = false;
  #run: Promise<void> | undefined;
  /** What is newer than the view, for those who ask until the next packet. */
  #ahead: Promise<PresenceView> | undefined;
  /** What they were given. It may not last until the packet. */
  #given: PresenceView[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(room: string, deps: FeedDeps) {
    this.#room = room;
    this.#deps = deps;
  }

  /** Something in the room may have changed. */
  changed(): void {
    this.#isDue = true;
    this.#schedule();
  }

  async snapshot(): Promise<PresenceSnapshot> {
    if (!this.#isRead) this.changed();
    await this.#run;
    if (this.#isRead && !this.#isDue) return snapshotOf(this.#view);
    this.#ahead ??= this.#lookAhead();
    return snapshotOf(await this.#ahead);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #schedule(): void {
    if (this.#run !== undefined || this.#cancel !== undefined || !this.#isDue || this.#isStopped) return;
    const { clock } = this.#deps;
    const wait = this.#readAt + tellEveryMs - clock.now();
    if (wait <= 0) {
      this.#begin();
      return;
    }
    this.#cancel = clock.after(wait, () => {
      this.#cancel = undefined;
      this.#begin();
    });
  }

  #begin(): void {
    this.#isDue = false;
    this.#ahead = undefined;
    this.#readAt = this.#deps.clock.now();
    this.#run = this.#look()
      .then(
        view => this.#tell(view),
        () => {
          // Redis is away; a second later it may be back.
          this.#isDue = true;
        },
      )
      .finally(() => {
        this.#run = undefined;
        this.#schedule();
      });
  }

  /** The view that the next packet would bring about. */
  async #look(): Promise<PresenceView> {
    const { clock, listLimit, presence, unsureMs } = this.#deps;
    const before = this.#view;
    const { place, online } = before;
    const everybody = online === null || isToBeSettled(before, { now: clock.now(), unsureMs });
    const most = online === null ? Math.floor(listLimit * listedAgain) : listLimit;
    const reading: PresenceReading = await presence.read(this.#room, { place, everybody, most });
    return advance(before, reading, { now: clock.now(), unsureMs });
  }

  async #lookAhead(): Promise<PresenceView> {
    const view = await this.#look();
    this.#given.push(view);
    return view;
  }

  #tell(view: PresenceView): void {
    const { audience, clock, telemetry, unsureMs } = this.#deps;
    const diff = diffBetween(this.#room, [this.#view, ...this.#given], view, clock.now());
    this.#view = view;
    this.#given = [];
    this.#isRead = true;
    if (view.unsureSince !== null) clock.after(unsureMs, () => this.changed());
    if (diff === null) return;
    audience.tellPresenceHere(diff);
    telemetry.presenceChanged(diff.online.length + diff.offline.length);
  }
}
