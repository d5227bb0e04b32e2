import { HubbubError } from "@hubbub/protocol";
import type { ApiKeys } from "@hubbub/store";
import { z } from "zod";
import { parse } from "../../payloads.ts";
import { digestOf, type KeyRecord, keyName, keyRecord, keyText, matches, nameIn } from "./api-key.ts";
import { roomPattern, type Scope, verbPattern } from "./scope.ts";

/** What of a key may be shown. */
export interface KeyInfo extends Scope {
  readonly name: string;
  /** In ms since 1970. */
  readonly createdAt: number;
  /** The same; absent where it holds until it is revoked. */
  readonly expiresAt?: number | undefined;
}

/** A key to be: whatever is not said is all. Who names rooms reaches no people, unless that is said, too. */
export interface NewKey {
  readonly name: string;
  readonly verbs?: readonly string[] | undefined;
  readonly rooms?: readonly string[] | undefined;
  readonly people?: boolean | undefined;
  /** How long it holds. */
  readonly days?: number | undefined;
}

const newKey = z.object({
  name: keyName,
  verbs: z.array(verbPattern).min(1, "names no verb").default(["*"]),
  rooms: z.array(roomPattern).default(["*"]),
  people: z.boolean(),
  days: z.number().positive().max(3_650).optional(),
});

const day = 24 * 60 * 60 * 1000;

/** The key whose text lies in `SECRETS_DIR`. */
export const firstKeyName = "emitter";

export interface KeyRingParts {
  readonly keys: Pick<ApiKeys, "add" | "find" | "all" | "remove">;
  /** 32 random bytes as base64url. */
  readonly newSecret: () => string;
  readonly now: () => number;
}

/** The API keys of a deployment. They are in Redis: made or revoked once, that holds for every service at once. */
export class KeyRing {
  readonly #parts: KeyRingParts;

  constructor(parts: KeyRingParts) {
    this.#parts = parts;
  }

  /** The text of the key, which nobody can ask for again. Throws `invalid_payload`, or `conflict` where the name is taken. */
  async create(wanted: NewKey): Promise<string> {
    const { name, days, ...scope } = parse(newKey, { people: wanted.rooms === undefined, ...defined(wanted) }, "key");
    const text = keyText(name, this.#parts.newSecret());
    const createdAt = this.#parts.now();
    const expiresAt = days === undefined ? undefined : createdAt + days * day;
    const record: KeyRecord = { digest: digestOf(text), ...scope, createdAt, expiresAt };
    if (name === firstKeyName || !(await this.#parts.keys.add(name, JSON.stringify(record)))) {
      throw new HubbubError("conflict", `There is a key ${name} already.`);
    }
    return text;
  }

  /** In the order of their names. */
  async list(): Promise<KeyInfo[]> {
    const records = [...(await this.#parts.keys.all())];
    return records.map(([name, json]) => shown(name, read(json))).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The next request with it is refused. Throws `not_found`. */
  async revoke(name: string): Promise<void> {
    if (await this.#parts.keys.remove(name)) return;
    throw new HubbubError("not_found", `There is no key ${name}.`);
  }

  /** What the text is the key of; null where it is none, or no longer. */
  async find(text: string): Promise<KeyInfo | null> {
    const name = nameIn(text);
    const json = name === null ? null : await this.#parts.keys.find(name);
    if (name === null || json === null) return null;
    const record = read(json);
    const { digest, expiresAt = Number.POSITIVE_INFINITY } = record;
    return matches(text, digest) && this.#parts.now() < expiresAt ? shown(name, record) : null;
  }
}

const read = (json: string): KeyRecord => keyRecord.parse(JSON.parse(json));

const shown = (name: string, { digest: _, ...rest }: KeyRecord): KeyInfo => ({ name, ...rest });

/** An option that was not given must not hide a default. */
const defined = (wanted: NewKey): object =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
