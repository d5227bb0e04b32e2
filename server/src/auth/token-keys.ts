import { createHash, createSecretKey, type KeyObject } from "node:crypto";

export interface TokenKey {
  /** Stands in the tokens that it signed (`kid`). Says nothing of the secret. */
  readonly id: string;
  readonly key: KeyObject;
}

/** The first signs; what any of them signed is taken. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]];

/** Of the secrets that hold now: another array means other secrets. */
export function rotating(secrets: () => readonly string[]): () => TokenKeys {
  let known = secrets();
  let keys = keysOf(known);
  return () => {
    if (secrets() === known) return keys;
    known = secrets();
    keys = keysOf(known);
    return keys;
  };
}

/** A token without a `kid` was signed before there was one, so by the oldest, which stands last. */
export const keyOf = (keys: TokenKeys, id: unknown): TokenKey | undefined =>
  id === undefined ? keys.at(-1) : keys.find(key => key.id === id);

export function keysOf(secrets: readonly string[]): TokenKeys {
  const [first, ...others] = secrets.map(secret => ({
    id: createHash("sha256").update(`kid ${secret}`).digest("base64url").slice(0, 8),
    key: createSecretKey(Buffer.from(secret)),
  }));
  if (first === undefined) throw new Error("There is no secret to sign tokens with.");
  return [first, ...others];
}
