import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { z } from "zod";
import { ownOrigin } from "../domain/origin.ts";
import { port } from "./kinds.ts";

const listOf = (value: string): string[] => value.split(",").map(part => part.trim());
const isOrigin = (value: string): boolean =>
  value === ownOrigin || (URL.canParse(value) && new URL(value).origin === value);

/** Where a replica is, what it is called, and who may talk to it. */
export const placeSettings = z.object({
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
});

export function placeOf(settings: z.infer<typeof placeSettings>) {
  return {
    replica: settings.REPLICA_ID ?? newReplicaId(),
    host: settings.HOST,
    ports: { socket: settings.SOCKET_PORT, http: settings.HTTP_PORT },
    secretsDir: settings.SECRETS_DIR,
    allowedOrigins: listOf(settings.ALLOWED_ORIGINS),
    trustProxy: settings.TRUST_PROXY,
    logLevel: settings.LOG_LEVEL,
  };
}

/** The random end tells apart two replicas of one host, and a replica from the one before its restart. */
function newReplicaId(): string {
  const host = hostname().replaceAll(/[^A-Za-z0-9._-]/g, "-");
  return `${host.slice(0, 48)}-${randomBytes(3).toString("hex")}`;
}
