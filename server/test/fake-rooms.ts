import { directRoomId, HubbubError, isNamedRoomId, type RoomFacts, type User } from "@hubbub/protocol";
import type { Audience } from "../src/domain/audience.ts";
import type { Caller } from "../src/domain/caller.ts";
import { createDoors } from "../src/domain/doors.ts";
import type { HandlerPorts } from "../src/domain/handlers.ts";
import { requireMember } from "../src/domain/membership.ts";
import type { Entered, NewRoom, RoomInfo } from "../src/domain/room-ports.ts";

export const [ada, bob, eve]: readonly [User, User, User] = [
  { id: "adaadaada", name: "Ada" },
  { id: "bobbobbob", name: "Bob" },
  { id: "eveeveeve", name: "Eve" },
];
const everybody = [ada, bob, eve];

interface FakeRoom {
  facts: RoomFacts;
  readonly members: Set<string>;
  readonly banned: Set<string>;
}

/** Whoever asks, as a handler sees them. */
export const caller = (user: User, ...hears: string[]): Caller =>
  ({ user, hears: (room: string) => hears.includes(room) }) as Caller;

/** What a refused request was refused with. */
export const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "accepted",
    (error: { code?: string }) => error.code,
  );

/** Rooms without Redis, and all that their people were told: `told` has "who or where: event". */
export class FakeRooms {
  readonly all = new Map<string, FakeRoom>();
  readonly told: string[] = [];
  readonly muted: [room: string, user: string, until: number][] = [];
  readonly taken: string[] = [];
  /** The seq of the last message of each room. */
  head = 0;
  /** What the replica remembers. */
  readonly remembered = new Map<string, RoomFacts>();
  /** Happens when the replica looks whether Redis forgot anything. */
  heal: () => void = () => {};
  /** Happens while somebody's connections come to hear a room, or to hear it no more. */
  meanwhile: () => void = () => {};

  readonly audience: Audience = {
    enter: async (room, user) => {
      this.told.push(`${user} hears ${room}`);
      this.meanwhile();
    },
    exit: (room, user) => {
      this.told.push(`${user} hears ${room} no more`);
      this.meanwhile();
    },
    noteAway: (user, away) => void this.told.push(`${user} says ${away ? "away" : "here"}`),
    tellUser: (user, name) => void this.told.push(`${user}: ${name}`),
    tellRoom: (room, name) => void this.told.push(`${room}: ${name}`),
  };

  make(room: Partial<RoomFacts> & { id: string }, ...members: User[]): FakeRoom {
    const facts = { kind: "private", title: room.id, owner: ada.id, ...room } as const;
    const made = { facts, members: new Set(members.map(({ id }) => id)), banned: new Set<string>() };
    this.all.set(room.id, made);
    return made;
  }

  /** What handlers need; those of this file know nothing of the rest. */
  get ports() {
    const rooms = {
      join: async (id: string, user: User) => this.#enter(id, user),
      joinThere: async (id: string, user: User) => this.#room(id) && this.#enter(id, user),
      create: async (room: NewRoom, owner: User) => {
        if (this.all.has(room.id)) throw new HubbubError("conflict", room.id);
        this.make({ ...room, owner: owner.id });
        return this.#enter(room.id, owner);
      },
      invite: async (id: string, user: User) => this.#enter(id, user),
      leave: async (id: string, user: User) => this.all.get(id)?.members.delete(user.id) ?? false,
      ofThese: async (ids: string[], user: string) =>
        ids.filter(id => this.all.get(id)?.members.has(user)).map(id => this.#info(id)),
      openDirect: async (a: User, b: User) => {
        const id = directRoomId(a.id, b.id);
        const newcomers = [a, b].flatMap(user => this.#enter(id, user).newcomers);
        return { ...this.#info(id), newcomers };
      },
      isMember: async (id: string, user: string) => this.all.get(id)?.members.has(user) ?? false,
    };
    const ports = {
      rooms,
      accounts: {
        byId: async (id: string) => everybody.find(user => user.id === id) ?? null,
        byName: async (name: string) => everybody.filter(user => user.name === name).map(user => ({ user }))[0] ?? null,
      },
      keeping: {
        facts: async (id: string) => this.#room(id).facts,
        change: async (before: RoomFacts, change: object) => {
          this.#room(before.id).facts = { ...before, ...change };
          return this.#room(before.id).facts;
        },
        mute: async (id: string, _owner: string, user: string, until: number) => {
          const isIn = this.#room(id).members.has(user);
          if (isIn || until === 0) this.muted.push([id, user, until]);
          return isIn;
        },
        ban: async (id: string, user: User) => {
          this.#room(id).banned.add(user.id);
          return this.#room(id).members.delete(user.id);
        },
        unban: async (id: string, user: string) => void this.#room(id).banned.delete(user),
        banned: async (id: string) => everybody.filter(user => this.#room(id).banned.has(user.id)),
      },
      memberLists: {
        page: async (id: string) => ({ members: everybody.filter(user => this.#room(id).members.has(user.id)) }),
      },
      presence: {
        enter: async () => {},
        exit: async () => {},
        statesOf: async (_: string, ids: string[]) => ids.map(() => ({ state: "offline", lastSeen: 7 })),
      },
      log: { heads: async (ids: string[]) => new Map(ids.filter(id => this.all.has(id)).map(id => [id, {}])) },
      limiter: { take: async (bucket: string) => void this.taken.push(bucket) },
      audience: this.audience,
      entrances: { note: async () => {} },
      memory: { of: (id: string) => this.remembered.get(id), note: () => {}, noteChange: () => {} },
      heal: async () => this.heal(),
      now: () => 1_000,
    } as unknown as HandlerPorts;
    const catchUp = async (_: User, room: RoomInfo) => ({ room: room.id }) as never;
    return { ...ports, catchUp, doors: createDoors(ports), requireMember: requireMember(ports.rooms, ports.log) };
  }

  #room(id: string): FakeRoom {
    const room = this.all.get(id);
    if (room === undefined) throw new HubbubError("not_found", id);
    return room;
  }

  #info(id: string): RoomInfo {
    return {
      ...this.#room(id).facts,
      position: { epoch: "e", seq: this.head },
      texts: 0,
      read: { seq: 0, texts: 0 },
      removed: 0,
    };
  }

  #enter(id: string, user: User): Entered {
    const { members } = this.all.get(id) ?? this.make({ id, kind: isNamedRoomId(id) ? "public" : "direct" });
    const newcomers = members.has(user.id) ? [] : [user.id];
    members.add(user.id);
    return { ...this.#info(id), newcomers };
  }
}
