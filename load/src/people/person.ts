import type { Message } from "@hubbub/protocol";
import type { Heads } from "./heads.ts";
import type { Notes } from "./notes.ts";
import type { Place } from "./place.ts";
import { clock, stampOf } from "./texts.ts";

export interface PersonOptions {
  readonly url: string;
  readonly localAddress: string | undefined;
  /** `spent`: a token that was refused, or is about to end. */
  readonly getToken: (spent?: string) => Promise<string>;
  readonly rooms: readonly string[];
  /** Names the run, in its texts. */
  readonly run: string;
  readonly notes: Notes;
  readonly heads: Heads;
  readonly random: () => number;
}

/** Somebody who connects, listens, and speaks when told to. What they notice goes into the notes. */
export abstract class Person {
  protected readonly options: PersonOptions;
  protected readonly places = new Map<string, Place>();
  #isOnline = false;
  /** Since when they have tried to be online; null while they need not or are. */
  #since: number | null = null;
  #onlineSince = Number.POSITIVE_INFINITY;
  #wasOnline = false;
  /** What was said before they came back, and since when they lack it. */
  #missed: { readonly since: number; readonly heads: ReadonlyMap<string, number> } | null = null;

  constructor(options: PersonOptions) {
    this.options = options;
  }

  /** Online, and in their rooms. */
  get isReady(): boolean {
    return this.#isOnline && this.options.rooms.every(room => this.places.has(room));
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  /** One of their rooms, for a number in [0, 1). */
  roomAt(random: number): string | undefined {
    const { rooms } = this.options;
    return rooms[Math.floor(random * rooms.length)];
  }

  /** Who they are in the log. */
  abstract readonly userId: string | null;

  /** Comes, and stays until `leave`. */
  abstract connect(): void;
  /** Is gone at once. */
  abstract leave(): void;
  /** Sends until it is in the log, or finally refused. */
  abstract say(room: string, text: string): void;
  abstract type(room: string): void;
  /** Marks as read what came. */
  abstract read(): void;
  /** Called every second. */
  abstract look(): void;

  /** How many messages there were for them, and how many did not come. */
  missing(): { due: number; lost: number } {
    let [due, lost] = [0, 0];
    for (const [room, place] of this.places) {
      const head = this.options.heads.of(room);
      const missing = head === undefined ? { due: 0, lost: 0 } : place.missing(head);
      due += missing.due;
      lost += missing.lost;
    }
    return { due, lost };
  }

  protected dialling(): void {
    this.#since ??= clock();
  }

  protected cameIn(): void {
    const { notes, heads } = this.options;
    const now = clock();
    this.#isOnline = true;
    this.#onlineSince = now;
    notes.online += 1;
    const since = this.#since ?? now;
    this.#since = null;
    if (this.#wasOnline) {
      notes.count("reconnected");
      const said = [...this.places.keys()].map(room => [room, heads.of(room)?.seq ?? 0] as const);
      this.#missed = { since, heads: new Map(said) };
      this.caughtUp();
    } else {
      notes.count("connected");
      notes.time("connect", now - since);
    }
    this.#wasOnline = true;
  }

  /** `code`: why; null where they left themselves. */
  protected wentOut(code: string | null): void {
    const { notes } = this.options;
    if (this.#isOnline) {
      notes.online -= 1;
      if (code === null) notes.count("left");
      else notes.countCode("cut", code);
    } else if (code !== null) {
      notes.countCode("refused", code);
    }
    this.#isOnline = false;
    this.#missed = null;
    this.#since = code === null ? null : (this.#since ?? clock());
  }

  protected begin(room: string, place: Place): void {
    this.places.set(room, place);
    this.options.heads.hear(room, place.position);
  }

  /** New to them, in order. */
  protected told(room: string, epoch: string, messages: readonly Message[]): void {
    const { notes, run, heads } = this.options;
    const last = messages.at(-1);
    if (last === undefined) return;
    heads.hear(room, { epoch, seq: last.seq });
    const now = clock();
    for (const { user, text } of messages) {
      if (user.id === this.userId) continue;
      const at = stampOf(run, text);
      if (!this.#isOnline || (at !== null && at < this.#onlineSince)) {
        notes.count("caughtUp");
        continue;
      }
      notes.count("delivered");
      if (at !== null) notes.time("delivery", now - at);
    }
    this.caughtUp();
  }

  /** Whether all is there that was said before they came back. */
  protected caughtUp(): void {
    if (this.#missed === null) return;
    const { since, heads } = this.#missed;
    const isThere = [...heads].every(([room, seq]) => (this.places.get(room)?.position.seq ?? 0) >= seq);
    if (!isThere) return;
    this.options.notes.time("recovery", clock() - since);
    this.#missed = null;
  }
}
