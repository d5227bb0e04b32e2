import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What Redis keeps of a key. */
export const keyRecord = z.object({
  /**
   * SHA-256 of the key as hex. A key is 256 random bits, so nobody finds it by trying, however fast the hash;
   * a slow one protects what people think up, and would cost each request the time of thousands.
   */
  digest: z.string(),
  /** `*`, or verbs. */
  verbs: z.array(z.string()),
  /** Ids, or what ids begin with and `*`. */
  rooms: z.array(z.string()),
  /** Whether it reaches people, apart from rooms. */
  people: z.boolean(),
  /** In ms since 1970. */
  createdAt: z.number(),
  /** The same; absent where it holds until it is revoked. */
  expiresAt: z.number().optional(),
});

export type KeyRecord = z.infer<typeof keyRecord>;

const prefix = "hubbub_";

/** Of lower-case letters, digits and dashes, so that no `_` of it hides where the secret begins. */
export const keyName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "needs 1 to 32 lower-case letters, digits and dashes");

/** `hubbub_<name>_<secret>`: whoever finds one in a log sees what it is and what to revoke. */
export const keyText = (name: string, secret: string): string => `${prefix}${name}_${secret}`;

/** The name in a key; null where the text is no such key. */
export const nameIn = (text: string): string | null =>
  /^hubbub_([a-z0-9][a-z0-9-]{0,31})_[\w-]{43}$/.exec(text)?.[1] ?? null;

export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Digests have one length, so comparing takes one time. */
export const matches = (text: string, digest: string): boolean => {
  const [given, kept] = [Buffer.from(digestOf(text)), Buffer.from(digest)];
  return given.length === kept.length && timingSafeEqual(given, kept);
};
