import { HubbubError } from "@hubbub/protocol";
import { connectRedis, Keys, RateLimiter, readSecret } from "@hubbub/store";
import type { Logger } from "pino";
import { CallLog } from "../call-log.ts";
import type { Config } from "../config.ts";
import { openEmitter } from "../connect.ts";
import { part } from "../parting.ts";
import type { SourceConfig } from "../sources/settings.ts";
import { startSources } from "../sources/sources.ts";
import { createApp } from "./app.ts";
import { firstKeysIn } from "./keys/first-key.ts";
import { firstKeyName } from "./keys/key-ring.ts";
import { keyRingOn } from "./keys/open.ts";
import { listen } from "./listen.ts";
import { Metrics } from "./metrics.ts";
import { observed } from "./observed.ts";
import { paceOf } from "./pace.ts";

/** How long the look-up of a key waits for Redis. */
const patienceMs = 3_000;

export interface EmitterService {
  readonly port: number;
  /** Takes no new requests, answers those in flight, and leaves nothing open. */
  stop(): Promise<void>;
}

/** Resolves when it listens. Redis may come later: until then it is not ready, and refuses as `unavailable`. */
export async function startService(
  config: Config,
  sourceConfig: SourceConfig,
  logger: Logger,
): Promise<EmitterService> {
  await readSecret(config.secretsDir, firstKeyName);
  const metrics: Metrics = new Metrics(() => emitter.isReady());
  const observer = metrics.commands;
  const redis = connectRedis(config.store, { observer });
  const onBroadcastFailure = (error: unknown) => {
    metrics.broadcastFailed();
    logger.warn({ err: error }, "a message is in the log, but its broadcast failed");
  };
  const emitter = openEmitter(config, { onBroadcastFailure }, observer);
  const draining = new AbortController();
  const calls = new CallLog(logger);
  const counted = observed(emitter, metrics, calls);
  const app = createApp({
    emitter: counted,
    gate: {
      ring: keyRingOn(redis, config.store, patienceMs),
      firstKeys: firstKeysIn(config.secretsDir, Date.now),
      onFailure: reason => metrics.authFailed(reason),
    },
    pace: paceOf({
      limiter: new RateLimiter(redis, new Keys(config.store.KEY_PREFIX)),
      rule: config.pace,
      now: Date.now,
      onLimited: key => metrics.rateLimited(key),
    }),
    ...{ metrics, logger, calls, mostCalls: config.batchLength, draining: draining.signal, now: Date.now },
  });
  const close = () => Promise.all([emitter.close(), part(redis)]);
  const listener = await listen(app, config.host, config.port).catch(async error => {
    await close();
    throw error;
  });
  const { registry } = metrics;
  const common = { store: config.store, emitter: counted, calls, registry, logger };
  const sources = await startSources({ config: sourceConfig, ...common });
  return {
    port: listener.port,
    async stop() {
      draining.abort(
        new HubbubError("unavailable", "The service is draining: this call and those after it did not begin."),
      );
      await Promise.all([listener.stop(), sources.stop()]);
      await close();
    },
  };
}
