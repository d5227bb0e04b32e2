import { z } from "zod";
import { locate } from "./location.ts";

const file = z.string().min(1).optional();

/** Where Redis is, and how to be let in. */
export const redisSettings = z.object({
  REDIS_URL: z
    .string()
    .refine(
      url => locate(url) !== null,
      "must be redis://host:port, redis+sentinel://hosts/master or redis+cluster://hosts",
    )
    .default("redis://127.0.0.1:6380")
    .describe(
      "Where Redis is: redis://[user:password@]host:port[/db], redis+sentinel://host:port,host:port/master[/db] or " +
        "redis+cluster://host:port,host:port. rediss instead of redis for TLS, to sentinels, too.",
    ),
  REDIS_CA_FILE: file.describe(
    "File (PEM) of the authorities that the certificates of Redis are signed by; those that Node knows when absent.",
  ),
  REDIS_CERT_FILE: file.describe("File (PEM) of the certificate that Redis is shown, where it asks for one."),
  REDIS_KEY_FILE: file.describe("File (PEM) of the private key of REDIS_CERT_FILE."),
  REDIS_SERVER_NAME: file.describe(
    "Name that the certificate of each server has to be for; the host that it is reached by when absent.",
  ),
  REDIS_SENTINEL_USERNAME: file.describe(
    "User of the sentinels, where they ask for one; that of REDIS_URL is not theirs.",
  ),
  REDIS_SENTINEL_PASSWORD: file.describe("Password of the sentinels, where they ask for one."),
});

/** Only REDIS_URL has to be given. */
export type RedisSettings = Pick<z.infer<typeof redisSettings>, "REDIS_URL"> & Partial<z.infer<typeof redisSettings>>;
