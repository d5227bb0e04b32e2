import {
  type Joined,
  limits,
  type Message,
  type MessageBatch,
  type Position,
  type PresenceDiff,
  type ReadMark,
  type User,
  type Welcome,
  type WelcomeRoom,
} from "@hubbub/protocol";
import type { ReadPlace } from "./read-reports.ts";
import { marked, told, withNewMessages } from "./reading.ts";
import {
  type About,
  aboutOf,
  type Room,
  strangeRoom,
  viewOf,
  welcomedRoom,
  withAnswer,
  withChange,
  withDiff,
} from "./room.ts";
import {
  applyBatch,
  applyRecovery,
  beginAt,
  beginWith,
  type Change,
  hear,
  prepend,
  type Timeline,
} from "./timeline.ts";
import type { OutboxEntry, RoomView } from "./types.ts";

export interface RoomsOptions {
  readonly onMessages: (room: string, epoch: string, messages: readonly Message[]) => void;
  readonly onResync: (room: string, position: Position) => void;
  readonly onChange: () => void;
}

/** A diff, and those that came after it. Nobody keeps those before the oldest that somebody asked at. */
interface Heard {
  readonly diff: PresenceDiff | null;
  next: Heard | null;
}

/** What was known when a replica was asked about a room. */
export interface Asked {
  readonly timeline: Timeline | null;
  /** The last diff until then: the answer may be older than those that came since. */
  readonly heard: Heard;
}

/** The rooms of the user, as what replicas say changes them. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, Room>();
  #user: User | null = null;
  #heard: Heard = { diff: null, next: null };

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  get user(): User | null {
    return this.#user;
  }

  get(id: string): Room | undefined {
    return this.#rooms.get(id);
  }

  ids(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  behind(): readonly string[] {
    return [...this.#rooms.values()].filter(({ timeline }) => timeline.heard !== null).map(({ id }) => id);
  }

  /** Takes the rooms as a replica lists them; a room that is not the user's any more disappears. */
  welcome({ user, rooms }: Welcome): void {
    if (this.#user !== null && this.#user.id !== user.id) this.#rooms.clear();
    this.#user = user;
    const listed = new Set(rooms.map(({ id }) => id));
    for (const { id, about } of this.#rooms.values()) if (about !== null && !listed.has(id)) this.remove(id);
    for (const room of rooms) this.entered(room);
  }

  /** A room of the user's, that they may have been in already. */
  entered(room: WelcomeRoom): void {
    const known = this.#rooms.get(room.id);
    this.#tell(known === undefined ? welcomedRoom(room) : { ...known, about: aboutOf(room) }, {
      ...room,
      seq: room.read,
    });
  }

  /** The user is in a room from now on. A direct one came with what was said in it: that is news. */
  cameInto(room: WelcomeRoom): void {
    const { id, kind, position, read } = room;
    const isNews = kind === "direct" && position.seq - read <= limits.pageLength && !this.#rooms.has(id);
    if (isNews) this.#rooms.set(id, strangeRoom(id, hear(beginAt({ ...position, seq: read }), position)));
    this.entered(room);
  }

  changed({ room: id, title, owner }: { room: string; title: string; owner: string | null }): void {
    this.#change(id, { title, owner });
  }

  muted({ room: id, until }: { room: string; until: number }): void {
    this.#change(id, { mutedUntil: until === 0 ? null : until });
  }

  batch(batch: MessageBatch): void {
    const first = batch.messages[0];
    if (first === undefined) return;
    const { room: id, epoch } = batch;
    const room = this.#rooms.get(id) ?? strangeRoom(id, beginAt({ epoch, seq: first.seq - 1 }));
    const last = { epoch, seq: Math.max(...batch.messages.map(({ seq }) => seq)) };
    if (room.about === null) this.#put({ ...room, timeline: hear(room.timeline, last) });
    else this.#apply(room, applyBatch(room.timeline, batch));
  }

  head({ room: id, ...head }: { room: string } & Position): void {
    const room = this.#rooms.get(id);
    if (room !== undefined) this.#put({ ...room, timeline: hear(room.timeline, head) });
  }

  /** Before a replica is asked about a room; without an id where the answer will tell it. */
  ask(id?: string): Asked {
    const room = id === undefined ? undefined : this.#rooms.get(id);
    return { timeline: room?.timeline ?? null, heard: this.#heard };
  }

  /** What a replica answered to a question. */
  answer(joined: Joined, { timeline, heard }: Asked): void {
    const known = this.#rooms.get(joined.room);
    let room = withAnswer(known ?? strangeRoom(joined.room, beginWith(joined)), joined);
    for (let since = heard.next; since !== null; since = since.next) {
      if (since.diff?.room === room.id) room = withDiff(room, since.diff);
    }
    const mark = { ...joined, seq: joined.read };
    if (known === undefined) this.#tell(room, mark);
    else this.#apply(room, applyRecovery(room.timeline, timeline, joined), mark);
  }

  /** A page of history, asked for when the timeline was `asked`. */
  page(id: string, asked: Timeline, page: { messages: readonly Message[]; more: boolean }): void {
    const room = this.#rooms.get(id);
    const { epoch } = asked.position;
    if (room?.timeline.position.epoch !== epoch || room.timeline.resyncs !== asked.resyncs) return;
    this.#put({ ...room, timeline: prepend(room.timeline, page) });
  }

  presence(diff: PresenceDiff): void {
    this.#heard.next = { diff, next: null };
    this.#heard = this.#heard.next;
    const room = this.#rooms.get(diff.room);
    if (room !== undefined) this.#put(withDiff(room, diff));
  }

  /** How far the user has read, here or on another device, as a replica has it. */
  read({ room: id, ...mark }: { room: string } & ReadMark): void {
    const room = this.#rooms.get(id);
    if (room !== undefined) this.#tell(room, mark);
  }

  /** The user has read up to `seq` here. The place to tell; null where nothing is new. */
  markRead(id: string, seq: number): ReadPlace | null {
    const room = this.#rooms.get(id);
    if (room === undefined) return null;
    const reading = marked(room.reading, seq, room.timeline, this.#user);
    if (reading === room.reading) return null;
    this.#put({ ...room, reading });
    return { room: id, epoch: reading.epoch, seq: reading.read };
  }

  typing(id: string, typing: readonly User[]): void {
    const room = this.#rooms.get(id);
    if (room !== undefined) this.#put({ ...room, typing });
  }

  remove(id: string): void {
    if (this.#rooms.delete(id)) this.#options.onChange();
  }

  clear(): void {
    this.#rooms.clear();
    this.#options.onChange();
  }

  #change(id: string, change: Partial<About>): void {
    const room = this.#rooms.get(id);
    if (room !== undefined) this.#put(withChange(room, change));
  }

  #tell(room: Room, mark: ReadMark): void {
    this.#put({ ...room, reading: told(room.reading, mark, room.timeline, this.#user) });
  }

  /** `mark` is what the log's answer says of how far the user has read. */
  #apply(room: Room, { next, appended, resynced }: Change, mark?: ReadMark): void {
    const counted = withNewMessages(room.reading, appended, this.#user);
    const reading = mark === undefined ? counted : told(counted, mark, next, this.#user);
    this.#put({ ...room, timeline: next, reading });
    if (resynced) this.#options.onResync(room.id, next.position);
    if (appended.length > 0) this.#options.onMessages(room.id, next.position.epoch, appended);
  }

  #put(room: Room): void {
    this.#rooms.set(room.id, room);
    this.#options.onChange();
  }
}

/** The views of the rooms that can be shown; a room that did not change keeps its view. */
export class RoomViews {
  readonly #seen = new Map<string, { room: Room; pending: readonly OutboxEntry[]; view: RoomView | null }>();

  of(rooms: Rooms, entries: readonly OutboxEntry[]): ReadonlyMap<string, RoomView> {
    const views = new Map<string, RoomView>();
    for (const id of this.#seen.keys()) if (rooms.get(id) === undefined) this.#seen.delete(id);
    for (const id of rooms.ids()) {
      const room = rooms.get(id);
      const view = room === undefined ? null : this.#view(room, entries);
      if (view !== null) views.set(id, view);
    }
    return views;
  }

  #view(room: Room, entries: readonly OutboxEntry[]): RoomView | null {
    const pending = entries.filter(entry => entry.room === room.id);
    const seen = this.#seen.get(room.id);
    const isSame = seen?.room === room && sameItems(seen.pending, pending);
    if (isSame) return seen.view;
    const view = viewOf(room, pending);
    this.#seen.set(room.id, { room, pending, view });
    return view;
  }
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);
