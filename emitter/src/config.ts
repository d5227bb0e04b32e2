import { systemUser } from "@hubbub/protocol";
import { readSettings, storeSettings } from "@hubbub/store";
import { tracingOf, tracingSettings } from "@hubbub/tracing";
import { z } from "zod";

/** The emitter's own variables; where Redis is, `storeSettings` says. */
export const emitterSettings = z.object({
  EMITTER_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8081)
    .describe("Port of the emitter service: HTTP, health and metrics"),
  EMITTER_HOST: z.string().min(1).default("127.0.0.1").describe("Address that the emitter service listens on"),
  EMITTER_CALLS_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .default(10_000)
    .describe("Calls over HTTP that one API key may make at once"),
  EMITTER_CALLS_PER_SECOND: z.coerce
    .number()
    .positive()
    .default(1_000)
    .describe("How many calls over HTTP a second one API key regains"),
  EMITTER_BATCH_LENGTH: z.coerce
    .number()
    .int()
    .min(1)
    .default(100_000)
    .describe("The most calls of one batch over HTTP; their outcomes are kept until the client reads them"),
  EMITTER_NAME: z
    .string()
    .trim()
    .min(1)
    .max(32)
    .default(systemUser.name)
    .describe("Name that the messages of backend jobs appear under"),
  SECRETS_DIR: z.string().min(1).default(".data/secrets").describe("Directory of the secrets, made there at first use"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("The least severe level that is logged"),
});

export type Config = ReturnType<typeof readConfig>;

/** All settings of the emitter, typed. Throws one Error whose message names the variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(emitterSettings, env);
  return {
    host: settings.EMITTER_HOST,
    port: settings.EMITTER_PORT,
    name: settings.EMITTER_NAME,
    /** Of the calls of one API key. */
    pace: { burst: settings.EMITTER_CALLS_AT_ONCE, perSecond: settings.EMITTER_CALLS_PER_SECOND },
    batchLength: settings.EMITTER_BATCH_LENGTH,
    secretsDir: settings.SECRETS_DIR,
    logLevel: settings.LOG_LEVEL,
    store: readSettings(storeSettings, env),
    tracing: tracingOf(readSettings(tracingSettings, env)),
  };
}
