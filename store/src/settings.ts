import { z } from "zod";
import { locate } from "./location.ts";
import { redisSettings } from "./redis-settings.ts";

const day = 24 * 60 * 60 * 1000;

/** What every process that uses the store is told by its environment. */
export const storeSettings = z.object({
  ...redisSettings.shape,
  ADAPTER: z
    .enum(["classic", "sharded", "auto"])
    .default("auto")
    .describe(
      "How replicas reach each other: classic (every replica gets everything), sharded (a replica gets the rooms that its " +
        "connections hear; Redis 7), or auto (sharded on Redis Cluster). The same for all replicas and emitters.",
    ),
  KEY_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, "must be 1 to 64 letters, digits, dots, dashes, colons or underscores")
    .default("hubbub")
    .describe("What every Redis key and channel of this deployment begins with."),
  HISTORY_LENGTH: z.coerce
    .number()
    .int()
    .min(1)
    .default(10_000)
    .describe("How many messages of a room are kept, at least; the oldest beyond are trimmed."),
  HISTORY_DAYS: z.coerce.number().positive().default(90).describe("How many days a message is kept."),
  DEDUPE_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe("How many hours a message that is sent again under the same clientMessageId counts as the same."),
});

export type StoreSettings = z.infer<typeof storeSettings>;

export type AdapterKind = "classic" | "sharded";

export function adapterKind({ ADAPTER, REDIS_URL }: Pick<StoreSettings, "ADAPTER" | "REDIS_URL">): AdapterKind {
  if (ADAPTER !== "auto") return ADAPTER;
  return locate(REDIS_URL)?.kind === "cluster" ? "sharded" : "classic";
}

/** The bound of a room's history, and how long a retry is known as one. */
export interface HistoryRules {
  readonly length: number;
  readonly ageMs: number;
  readonly dedupeMs: number;
}

export const historyRules = (settings: StoreSettings): HistoryRules => ({
  length: settings.HISTORY_LENGTH,
  ageMs: settings.HISTORY_DAYS * day,
  dedupeMs: Math.ceil((settings.DEDUPE_HOURS * day) / 24),
});

/**
 * Reads settings from an environment; a variable that is empty counts as absent.
 * Throws one Error that names every variable that is wrong, with the reason.
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(issue => `${issue.path.join(".") || "The environment"}: ${issue.message}`);
  throw new Error(`The configuration is not valid. ${faults.join("; ")}.`);
}
