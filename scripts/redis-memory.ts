/** What Redis needs to keep accounts, rooms, members, connections and messages: `node scripts/redis-memory.ts`. */
import type { User } from "@hubbub/protocol";
import { startRedis } from "@hubbub/stack";
import {
  Accounts,
  connectRedis,
  historyRules,
  Keys,
  Presence,
  type RedisLink,
  RoomLog,
  Rooms,
  readSettings,
  storeSettings,
} from "@hubbub/store";

const many = 10_000;
const text = "x".repeat(100);

async function measure(redis: RedisLink): Promise<void> {
  const keys = new Keys("hubbub");
  let ids = 0;
  const newId = () => (ids++).toString(16).padStart(16, "0");
  const rooms = new Rooms(redis, keys, newId);
  const accounts = new Accounts(redis, keys);
  const presence = new Presence(redis, keys, { replica: `replica-1:${newId()}`, leaseMs: 60_000, onChange: () => {} });
  const log = new RoomLog(redis, keys, historyRules(readSettings(storeSettings, {})));
  const passwordHash = `scrypt$32768$8$3$${"s".repeat(22)}$${"h".repeat(43)}`;
  const ada = { id: newId(), name: "Ada" };
  const people = Array.from({ length: many }, (_, n) => ({ id: newId(), name: `Somebody ${n}` }));
  const now = Date.now();

  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.run(c => c.info("memory")))?.[1]);
  const print = (what: string, bytes: number) => console.log(`${what}: ${Math.round(bytes / many)} bytes`);
  const cost = async (what: string, one: (user: User, index: number) => Promise<unknown>) => {
    const before = await used();
    for (const [index, user] of people.entries()) await one(user, index);
    print(what, (await used()) - before);
    return before;
  };
  await cost("an account", user => accounts.create({ user, passwordHash }));
  await cost("a room, with its one member", (_, n) => rooms.join(`room-${n}`, ada));
  await cost("a member more of a room", user => rooms.join("large", user));
  await cost("somebody connected, in one room", user =>
    presence.register({ id: newId(), user, since: now, isIdle: false, saysAway: false }),
  );
  const before = await cost(`a message of ${text.length} characters, while a retry is known`, user =>
    log.append({ room: "large", kind: "text", user, text, clientMessageId: `${user.id}-${newId()}`, at: now }),
  );
  for await (const sent of redis.scan("hubbub:{room:large}:sent:*", 1_000)) {
    if (sent.length > 0) await redis.run(commands => commands.del(...sent));
  }
  print("the same afterwards", (await used()) - before);
}

const server = await startRedis();
const redis = connectRedis({ REDIS_URL: server.url });
try {
  await redis.whenReady();
  await measure(redis);
} finally {
  await redis.close();
  await server.stop();
}
