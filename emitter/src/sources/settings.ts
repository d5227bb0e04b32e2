import { readSettings } from "@hubbub/store";
import { z } from "zod";
import { parseTopics } from "./topics.ts";

const onOrOff = z.enum(["on", "off"]).default("off");
const kafkaName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,249}$/, "must be 1 to 249 letters, digits, dots, dashes or underscores");

/** Where the emitter's service takes calls from, beside HTTP. */
export const sourceSettings = z.object({
  JOB_STREAM: onOrOff.describe(
    "Whether calls are taken from the Redis stream <KEY_PREFIX>:{jobs}:stream; what fails for good goes to <KEY_PREFIX>:{jobs}:dead",
  ),
  JOB_CLAIM_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(60_000)
    .describe("How long another process of the emitter may be silent about a job before it is taken over, in ms"),
  SOURCE_TRIES: z.coerce
    .number()
    .int()
    .min(1)
    .default(5)
    .describe("How often a call from a stream or topic may fail by a fault of ours; what is only away is waited for"),
  KAFKA_BROKERS: z
    .string()
    .regex(/^([^,:\s]+:\d+(,[^,:\s]+:\d+)*)?$/, "must be host:port, or several with commas between")
    .default("")
    .describe("Kafka to take calls from: host:port, or several with commas between. Empty for none"),
  KAFKA_TOPICS: z
    .string()
    .refine(
      text => parseTopics(text) !== null,
      "must be topics with commas between, each with =announce[:room], =message or =notify[:target] where its records are no whole calls",
    )
    .default("hubbub-jobs")
    .describe(
      "Topics with commas between. A record is a call as JSON, or a text where the topic says what to do with it: =announce:<room>, =message, =notify:<target>; without a room or target, the record's key names it",
    ),
  KAFKA_GROUP: kafkaName
    .default("hubbub-emitter")
    .describe("Consumer group; the same for all processes of the emitter"),
  KAFKA_DEAD_LETTERS: kafkaName
    .default("hubbub-dead-letters")
    .describe("Topic of records that failed for good, with the reason in their headers"),
  KAFKA_SESSION_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(30_000)
    .describe("How long a process may be silent before Kafka gives its partitions to others, in ms"),
  KAFKA_TLS: onOrOff.describe("Whether brokers are spoken to over TLS"),
  KAFKA_SASL: z
    .enum(["none", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
    .default("none")
    .describe("How to log in at the brokers"),
  KAFKA_USERNAME: z.string().default("").describe("User at the brokers"),
  KAFKA_PASSWORD: z.string().default("").describe("The user's password"),
});

export type SourceConfig = ReturnType<typeof readSources>;
export type KafkaConfig = NonNullable<SourceConfig["kafka"]>;

/** Throws one Error whose message names the variable that is wrong. */
export function readSources(env: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(sourceSettings, env);
  const { KAFKA_SASL: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = settings;
  return {
    tries: settings.SOURCE_TRIES,
    jobs: settings.JOB_STREAM === "on" ? { claimMs: settings.JOB_CLAIM_MS } : null,
    kafka:
      settings.KAFKA_BROKERS === ""
        ? null
        : {
            brokers: settings.KAFKA_BROKERS.split(","),
            topics: parseTopics(settings.KAFKA_TOPICS) ?? new Map(),
            group: settings.KAFKA_GROUP,
            sessionMs: settings.KAFKA_SESSION_MS,
            deadLetters: settings.KAFKA_DEAD_LETTERS,
            isEncrypted: settings.KAFKA_TLS === "on",
            login: mechanism === "none" ? null : { mechanism, username, password },
          },
  };
}
