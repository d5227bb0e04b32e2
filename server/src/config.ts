import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { readSettings, storeSettings } from "@hubbub/store";
import { z } from "zod";
import { ownOrigin } from "./domain/origin.ts";

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().min(1).max(3_600_000);
const count = z.coerce.number().int().min(1).max(1_000_000);
const perMinute = z.coerce.number().positive().max(1_000_000);

const listOf = (value: string): string[] => value.split(",").map(part => part.trim());
const isOrigin = (value: string): boolean =>
  value === ownOrigin || (URL.canParse(value) && new URL(value).origin === value);

/** Every variable that a replica reads beside those of its store. */
export const serverSettings = z.object({
  SOCKET_PORT: port.default(3000).describe("Port of Socket.IO."),
  HTTP_PORT: port.default(3001).describe("Port of the HTTP API, of health and of metrics."),
  HOST: z.string().default("0.0.0.0").describe("Address that both ports listen on."),
  REPLICA_ID: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, "needs 1 to 64 letters, digits, dots, dashes or underscores")
    .optional()
    .describe("Name of this replica, unique in the deployment; made from the host's name when absent."),
  SECRETS_DIR: z.string().default(".data/secrets").describe("Directory of the secrets, made there at first use."),
  ALLOWED_ORIGINS: z
    .string()
    .refine(value => listOf(value).every(isOrigin), "needs origins such as https://chat.example.org, or `self`")
    .default(ownOrigin)
    .describe("Origins whose pages may use the chat, with commas between; `self` is the host that was asked."),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(1)
    .describe("How many proxies stand in front and are believed about the client's address and https."),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .describe("The least severe level that is logged."),
  PRESENCE_LEASE_MS: milliseconds
    .default(10_000)
    .describe("After this long without a heartbeat a replica counts as dead."),
  PRESENCE_BEAT_MS: milliseconds
    .default(2_000)
    .describe("Time between two heartbeats of a replica; at most a third of PRESENCE_LEASE_MS."),
  PRESENCE_GRACE_MS: milliseconds
    .default(4_000)
    .describe("How long somebody whose last connection closed still counts as online, so that a reload shows nobody."),
  PRESENCE_LIST_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(500)
    .describe("In a room with more people online than this they are counted and not listed."),
  POSITION_TICK_MS: milliseconds
    .default(5_000)
    .describe("How often a room's members are told the head of its log when it moved."),
  MAX_BUFFERED_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(1_000_000_000)
    .default(1_000_000)
    .describe("A connection that keeps more bytes than this waiting, and does not read, is ended; the log heals it."),
  DRAIN_DEADLINE_MS: milliseconds.default(20_000).describe("After this long a draining replica ends regardless."),
  SCRYPT_COST: z.coerce
    .number()
    .int()
    .min(10)
    .max(20)
    .default(15)
    .describe("Cost of a password hash as a power of two (15: N = 2^15, r = 8, p = 3, 32 MiB)."),
  TOKEN_MINUTES: z.coerce.number().positive().max(1_440).default(15).describe("Lifetime of a token in minutes."),
  REFRESH_DAYS: z.coerce
    .number()
    .min(1)
    .max(400)
    .default(30)
    .describe("After this many days without a visit one has to sign in again."),
  SIGN_IN_FAILURES_PER_NAME: count.default(10).describe("Failed sign-ins in a row that one account name allows."),
  SIGN_IN_FAILURES_PER_NAME_PER_MINUTE: perMinute
    .default(2)
    .describe("How many failed sign-ins a minute one account name regains."),
  SIGN_IN_FAILURES_PER_ADDRESS: count.default(50).describe("Failed sign-ins in a row that one client address allows."),
  SIGN_IN_FAILURES_PER_ADDRESS_PER_MINUTE: perMinute
    .default(10)
    .describe("How many failed sign-ins a minute one client address regains."),
  SIGN_UPS_PER_ADDRESS: count.default(300).describe("New accounts in a row that one client address may make."),
  SIGN_UPS_PER_ADDRESS_PER_MINUTE: perMinute
    .default(300)
    .describe("How many new accounts a minute one client address regains."),
});

export type ServerSettings = z.infer<typeof serverSettings>;
export type Config = ReturnType<typeof readConfig>;

/** All settings of a replica, typed. Throws one Error whose message names the variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(serverSettings, env);
  return {
    replica: settings.REPLICA_ID ?? newReplicaId(),
    host: settings.HOST,
    ports: { socket: settings.SOCKET_PORT, http: settings.HTTP_PORT },
    secretsDir: settings.SECRETS_DIR,
    allowedOrigins: listOf(settings.ALLOWED_ORIGINS),
    trustProxy: settings.TRUST_PROXY,
    logLevel: settings.LOG_LEVEL,
    presence: presenceOf(settings),
    positionTickMs: settings.POSITION_TICK_MS,
    maxBufferedBytes: settings.MAX_BUFFERED_BYTES,
    drainDeadlineMs: settings.DRAIN_DEADLINE_MS,
    auth: authOf(settings),
    store: readSettings(storeSettings, env),
  };
}

function presenceOf(settings: ServerSettings) {
  if (settings.PRESENCE_BEAT_MS * 3 > settings.PRESENCE_LEASE_MS) {
    throw new Error("The configuration is not valid. PRESENCE_BEAT_MS: must be at most a third of PRESENCE_LEASE_MS.");
  }
  return {
    leaseMs: settings.PRESENCE_LEASE_MS,
    beatMs: settings.PRESENCE_BEAT_MS,
    graceMs: settings.PRESENCE_GRACE_MS,
    listLimit: settings.PRESENCE_LIST_LIMIT,
    // Each replica finds out with its next beat that Redis lost its data, and then tells it again.
    unsureMs: 2 * settings.PRESENCE_BEAT_MS,
  };
}

export type AuthConfig = ReturnType<typeof authOf>;

function authOf(settings: ServerSettings) {
  return {
    scryptCost: settings.SCRYPT_COST,
    tokenMs: settings.TOKEN_MINUTES * 60_000,
    refreshMs: settings.REFRESH_DAYS * 24 * 3_600_000,
    limits: {
      failuresPerName: {
        burst: settings.SIGN_IN_FAILURES_PER_NAME,
        perSecond: settings.SIGN_IN_FAILURES_PER_NAME_PER_MINUTE / 60,
      },
      failuresPerAddress: {
        burst: settings.SIGN_IN_FAILURES_PER_ADDRESS,
        perSecond: settings.SIGN_IN_FAILURES_PER_ADDRESS_PER_MINUTE / 60,
      },
      signUpsPerAddress: {
        burst: settings.SIGN_UPS_PER_ADDRESS,
        perSecond: settings.SIGN_UPS_PER_ADDRESS_PER_MINUTE / 60,
      },
    },
  };
}

/** The random end tells apart two replicas of one host, and a replica from the one before its restart. */
function newReplicaId(): string {
  const host = hostname().replaceAll(/[^A-Za-z0-9._-]/g, "-");
  return `${host.slice(0, 48)}-${randomBytes(3).toString("hex")}`;
}
