import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readSecret } from "@hubbub/store";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { openEmitter } from "../connect.ts";
import { createApp } from "./app.ts";
import { createMetrics, observed } from "./metrics.ts";

/** A request in flight so long after the drain began is cut: longer than any call to the emitter takes. */
const drainMs = 5_000;

export interface EmitterService {
  readonly port: number;
  /** Takes no new requests, answers those in flight, and leaves nothing open. */
  stop(): Promise<void>;
}

/** Resolves when it listens. Redis may come later: until then it is not ready, and refuses as `unavailable`. */
export async function startService(config: Config, logger: Logger): Promise<EmitterService> {
  const apiKey = await readSecret(config.secretsDir, "emitter");
  const emitter = openEmitter(config, {
    onBroadcastFailure(error) {
      metrics.broadcastFailed();
      logger.warn({ err: error }, "a message is in the log, but its broadcast failed");
    },
  });
  const metrics = createMetrics(() => emitter.isReady());
  let draining = false;
  const app = createApp({
    emitter: observed(emitter, metrics),
    apiKey,
    registry: metrics.registry,
    logger,
    isDraining: () => draining,
  });
  const server = createServer(app);
  try {
    await once(server.listen(config.port, config.host), "listening");
  } catch (error) {
    await emitter.close();
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      draining = true;
      const closed = once(server, "close");
      server.close();
      const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(deadline);
      await emitter.close();
    },
  };
}
