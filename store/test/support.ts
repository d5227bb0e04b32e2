import type { User } from "@hubbub/protocol";
import { type Redis, startRedis } from "@hubbub/stack";
import {
  Accounts,
  type Connection,
  connectRedis,
  Directory,
  type HistoryRules,
  Keys,
  MemberLists,
  type NewMessage,
  Presence,
  RateLimiter,
  type RedisLink,
  Replicas,
  RoomKeeping,
  RoomLog,
  Rooms,
  Sessions,
} from "@hubbub/store";
import { afterAll } from "vitest";

export const ada: User = { id: "adaadaada", name: "Ada" };
export const bob: User = { id: "bobbobbob", name: "Bob" };

/** A connection of somebody's. */
export const tab = (id: string, user: User = ada, fields: Partial<Connection> = {}): Connection => ({
  id,
  user,
  since: t0,
  isIdle: false,
  saysAway: false,
  ...fields,
});

export const t0 = 1_800_000_000_000;
const day = 24 * 60 * 60 * 1000;

export interface ClientOptions {
  readonly prefix?: string;
  readonly replica?: string;
  readonly history?: Partial<HistoryRules>;
}

export interface Client {
  readonly redis: RedisLink;
  readonly keys: Keys;
  readonly log: RoomLog;
  readonly rooms: Rooms;
  readonly keeping: RoomKeeping;
  readonly members: MemberLists;
  readonly directory: Directory;
  readonly presence: Presence;
  /** The rooms whose presence it changed, in order; take them out as you read. */
  readonly changed: string[];
  readonly replicas: Replicas;
  readonly limiter: RateLimiter;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
}

let epochs = 0;
let messages = 0;

/** The store as one process has it; `redis.close()` ends it. */
export async function connectClient(url: string, options: ClientOptions = {}): Promise<Client> {
  const redis = connectRedis({ REDIS_URL: url });
  const keys = new Keys(options.prefix ?? "test");
  const replica = options.replica ?? "r1";
  const changed: string[] = [];
  const lease = { replica, leaseMs: 10_000 };
  const presence = new Presence(redis, keys, { ...lease, onChange: room => changed.push(room) });
  const rooms = new Rooms(redis, keys, () => `epoch-${++epochs}`);
  await redis.whenReady();
  return {
    redis,
    keys,
    log: new RoomLog(redis, keys, { length: 10_000, ageMs: 90 * day, dedupeMs: day, ...options.history }),
    rooms,
    keeping: new RoomKeeping(redis, keys),
    members: new MemberLists(redis, keys),
    directory: new Directory(redis, keys, rooms),
    presence,
    changed,
    replicas: new Replicas(redis, keys, presence, lease),
    limiter: new RateLimiter(redis, keys),
    accounts: new Accounts(redis, keys),
    sessions: new Sessions(redis, keys),
  };
}

/** A Redis of the test file's own, and a client of it; both end with the file. */
export async function openStore(): Promise<{ readonly server: Redis; readonly client: Client }> {
  const server = await startRedis();
  afterAll(() => server.stop());
  const client = await connectClient(server.url);
  afterAll(() => client.redis.close());
  return { server, client };
}

export const textMessage = (room: string, user: User, fields: Partial<NewMessage> = {}): NewMessage => ({
  room,
  kind: "text",
  user,
  text: "hello",
  clientMessageId: `m${++messages}`,
  at: t0,
  ...fields,
});

export const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => "accepted",
    (error: { code?: string }) => error.code,
  );
