import { randomUUID } from "node:crypto";
import { HubbubError, type MessageBatch, systemUser, type Trails } from "@hubbub/protocol";
import {
  Accounts,
  adapterKind,
  type CommandObserver,
  connectRedis,
  Entrances,
  historyRules,
  Keys,
  Presence,
  Publisher,
  type RedisLink,
  RoomLog,
  Rooms,
  whereIs,
} from "@hubbub/store";
import { broadcastSteps, traceContext, tracedLog } from "@hubbub/tracing";
import { runBatch } from "./batch.ts";
import { type Broadcast, createClassicBroadcast, createShardedBroadcast } from "./broadcast.ts";
import { type Config, readConfig } from "./config.ts";
import { part } from "./parting.ts";
import { type Patience, patiently } from "./patience.ts";
import { Takings } from "./takings.ts";
import { tracedCall } from "./traced-call.ts";
import type { CallOptions, Emitter } from "./types.ts";
import { UnderWay } from "./under-way.ts";
import { createVerbs, readersOf, type Verbs } from "./verbs.ts";

/** What is not given is taken from the environment: REDIS_URL, KEY_PREFIX, ADAPTER, EMITTER_NAME and the history's bounds. */
export interface EmitterOptions extends EmitterBehaviour {
  readonly redisUrl?: string | undefined;
  readonly keyPrefix?: string | undefined;
  /** That of the replicas. */
  readonly adapter?: "classic" | "sharded" | "auto" | undefined;
  /** The name that messages appear under. */
  readonly name?: string | undefined;
}

export interface EmitterBehaviour {
  /** How long a call waits for Redis before it is refused as `unavailable`. Default: 3000. */
  readonly patienceMs?: number | undefined;
  /** The log has a message whose broadcast failed: people see it when they next read the log. */
  readonly onBroadcastFailure?: (error: unknown) => void;
}

/** Returns at once: calls wait for Redis. Throws an Error that names an option or variable that is wrong. */
export function connectEmitter(options: EmitterOptions = {}): Emitter {
  const { REDIS_URL, KEY_PREFIX, ADAPTER, EMITTER_NAME } = process.env;
  const config = readConfig({
    ...process.env,
    REDIS_URL: options.redisUrl ?? REDIS_URL,
    KEY_PREFIX: options.keyPrefix ?? KEY_PREFIX,
    ADAPTER: options.adapter ?? ADAPTER,
    EMITTER_NAME: options.name ?? EMITTER_NAME,
  });
  return openEmitter(config, options);
}

/** The emitter's parts, put together. */
export function openEmitter(
  { store, name }: Config,
  behaviour: EmitterBehaviour = {},
  observer?: CommandObserver,
): Emitter {
  const { patienceMs = 3_000, onBroadcastFailure = () => {} } = behaviour;
  const redis = connectRedis(store, { observer });
  const keys = new Keys(store.KEY_PREFIX);
  const broadcasts = new UnderWay();
  const broadcast = openBroadcast(store, redis, keys);
  const send = (packet: Promise<number>) => void broadcasts.add(packet.catch(onBroadcastFailure));
  const log = new RoomLog(redis, keys, historyRules(store));
  const takings = new Takings();
  const publisher = new Publisher({
    log: tracedLog(log),
    broadcast(room, epoch, messages, trails) {
      const taken = tellMessages(broadcast, { room, epoch, messages }, trails);
      takings.leave(room, epoch, messages, taken);
      send(taken);
    },
    follow: () => traceContext(),
    onFault: onBroadcastFailure,
  });
  const verbs = createVerbs({
    publisher,
    log,
    rooms: new Rooms(redis, keys, randomUUID),
    accounts: new Accounts(redis, keys),
    // It has no connections of its own, and so no lease that anybody would sweep after.
    presence: new Presence(redis, keys, {
      replica: "emitter",
      leaseMs: 0,
      onChange: room => send(broadcast.tellReplicas("presence", [room])),
    }),
    entrances: new Entrances(redis, keys),
    broadcast,
    takings,
    speaker: { ...systemUser, name },
    now: Date.now,
    newId: randomUUID,
  });
  const settle = () => {
    publisher.flush();
    return broadcasts.settled();
  };
  const refusal = `Redis at ${whereIs(store.REDIS_URL)} did not answer in time.`;
  return bounded(verbs, redis, { ms: patienceMs, refusal }, settle);
}

/** Where the batch is traced, how long Redis takes is a step of each message. */
function tellMessages(broadcast: Broadcast, batch: MessageBatch, trails: Trails | undefined): Promise<number> {
  if (trails === undefined) return broadcast.tellMessages(readersOf(batch.room), batch, trails);
  const leaving = broadcastSteps(batch, trails);
  const taken = broadcast.tellMessages(readersOf(batch.room), batch, leaving.trails);
  taken.then(() => leaving.end(), leaving.end);
  return taken;
}

/** In the words that the replicas' adapter understands. */
function openBroadcast(store: Config["store"], redis: RedisLink, { channels }: Keys): Broadcast {
  if (adapterKind(store) === "classic") {
    return createClassicBroadcast((...packet) => redis.run(commands => commands.publish(...packet)), channels);
  }
  return createShardedBroadcast(
    (...packet) => redis.run(async commands => Number(await commands.spublish(...packet))),
    channels,
  );
}

/** The verbs within the link's lifetime: each call has a deadline, and closing waits for what is under way. */
function bounded(verbs: Verbs, redis: RedisLink, patience: Patience, settle: () => Promise<void>): Emitter {
  const calls = new UnderWay();
  let closed: Promise<void> | undefined;

  const call = <Value extends object>(
    verb: keyof Verbs,
    options: CallOptions | undefined,
    work: () => Promise<Value>,
  ): Promise<Value> =>
    closed
      ? Promise.reject(new HubbubError("unavailable", "This emitter is closed."))
      : calls.add(tracedCall(verb, () => patiently(redis, patience, work, options)));

  async function close(): Promise<void> {
    await calls.settled();
    await settle();
    await part(redis);
  }

  const emitter: Emitter = {
    announce: (room, text, options) => call("announce", options, () => verbs.announce(room, text, options)),
    message: (user, text, options) => call("message", options, () => verbs.message(user, text, options)),
    notify: (target, notice, options) => call("notify", options, () => verbs.notify(target, notice)),
    disconnect: (user, options) => call("disconnect", options, () => verbs.disconnect(user)),
    join: (user, room, options) => call("join", options, () => verbs.join(user, room)),
    leave: (user, room, options) => call("leave", options, () => verbs.leave(user, room)),
    presence: (of, options) => call("presence", options, () => verbs.presence(of)),
    history: (room, options) => call("history", options, () => verbs.history(room, options)),
    batch: (batch, options) => runBatch(emitter, batch, options),
    isReady: () => redis.ready,
    close() {
      closed ??= close();
      return closed;
    },
  };
  return emitter;
}
