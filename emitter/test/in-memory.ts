import { directRoomId, HubbubError, systemUser } from "@hubbub/protocol";
import type { VerbParts } from "../src/verb-parts.ts";
import { createVerbs } from "../src/verbs.ts";

export const ada = { id: "ada00000", name: "Ada" };
export const bob = { id: "bob00000", name: "Bob" };

/** What left the verbs, in its order. */
class Records {
  readonly log: { room: string; text: string; clientMessageId: string; user: string }[] = [];
  readonly packets: { addresses: readonly string[] | "everyone"; event: string; payload: unknown }[] = [];
  readonly told: string[] = [];
  readonly existing: Set<string>;
  /** `<user> <room>` */
  readonly members = new Set<string>();

  constructor(rooms: readonly string[]) {
    this.existing = new Set(rooms);
  }
}

/** Verbs over a log and rooms in memory. */
export function inMemory(rooms = ["general"]) {
  const records = new Records(rooms);
  let ids = 0;
  const verbs = createVerbs({
    ...logIn(records),
    ...people(records),
    rooms: roomsIn(records),
    broadcast: broadcastInto(records),
    takings: { of: async () => undefined },
    speaker: { ...systemUser, name: "Nightly" },
    now: () => 1_700_000_000_000,
    newId: () => `id-${++ids}`,
  });
  return { verbs, ...records };
}

const notFound = () => new HubbubError("not_found", "There is no such room.");

const logIn = ({ existing, log, told }: Records): Pick<VerbParts, "publisher" | "log"> => ({
  publisher: {
    async publish({ room, text, clientMessageId, user, at, kind }) {
      if (!existing.has(room)) throw notFound();
      log.push({ room, text, clientMessageId, user: user.name });
      const message = { seq: log.length, kind, user, text, at, clientMessageId };
      return { message, epoch: "e1", duplicate: false, isTrimmed: false };
    },
  },
  log: {
    heads: async asked =>
      new Map(asked.filter(room => existing.has(room)).map(room => [room, { epoch: "e1", seq: 0 }])),
    async page(room, before, limit) {
      told.push(`${limit} of ${room} before ${before}`);
      return { messages: [], more: false };
    },
  },
});

function roomsIn({ existing, members, log }: Records): VerbParts["rooms"] {
  const info = (id: string) => ({
    ...{ id, kind: "public" as const, title: id, owner: null },
    position: { epoch: "e1", seq: log.length },
    texts: log.length,
    read: { seq: 0, texts: 0 },
    removed: 0,
  });
  let entrances = 0;
  const enter = async (room: string, { id }: { id: string }) => {
    members.add(`${id} ${room}`);
    entrances += 1;
    // As the store does it, and each takes longer than the last: somebody may be out again before the room is read.
    for (let turns = entrances; turns > 0; turns -= 1) await Promise.resolve();
    if (!members.has(`${id} ${room}`)) throw notFound();
    return { ...info(room), newcomers: [id] };
  };
  return {
    async openDirect(a, b) {
      const id = directRoomId(a.id, b.id);
      existing.add(id);
      return enter(id, b);
    },
    async join(room, user) {
      existing.add(room);
      return enter(room, user);
    },
    async invite(room, user) {
      if (!existing.has(room)) throw notFound();
      return enter(room, user);
    },
    leave: async (room, { id }) => members.delete(`${id} ${room}`),
    ofThese: async (asked, id) => asked.filter(room => members.has(`${id} ${room}`)).map(info),
  };
}

const people = ({ told }: Records): Pick<VerbParts, "accounts" | "presence" | "entrances"> => ({
  accounts: {
    byName: async name => [ada, bob].filter(user => user.name === name).map(user => ({ user }))[0] ?? null,
    byId: async id => [ada, bob].find(user => user.id === id) ?? null,
  },
  presence: {
    enter: async (room, { name }) => void told.push(`${name} is in ${room}`),
    exit: async (room, { name }) => void told.push(`${name} is out of ${room}`),
    async read() {
      const someone = { state: "online", lastSeen: 0 } as const;
      const people = [
        { user: ada, ...someone },
        { ...someone, user: bob, state: "away" as const },
      ];
      return { place: "", count: 2, isLost: false, kind: "all", people };
    },
    statesOf: async (_room, ids) =>
      ids.map(id => (id === ada.id ? { state: "online", lastSeen: null } : { state: "offline", lastSeen: 5 })),
  },
  entrances: { note: async (room, id) => void told.push(`${id} came into ${room}`) },
});

const broadcastInto = ({ packets, told }: Records): VerbParts["broadcast"] => ({
  async emit(addresses, event, ...[payload]) {
    packets.push({ addresses, event, payload });
    return 2;
  },
  async tellMessages(addresses, payload) {
    packets.push({ addresses, event: "message:batch", payload });
    return 2;
  },
  async tellReplicas(event, ...payload) {
    told.push(`replicas: ${event} ${payload.join(" ")}`);
    return 2;
  },
  async disconnect(address, { code, temporary }) {
    told.push(`${address} is closed: ${code} ${temporary}`);
    return 2;
  },
});
