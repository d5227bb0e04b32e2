import { setTimeout as delay } from "node:timers/promises";
import { createHttpApi, type HttpApi, HubbubError } from "@hubbub/client";
import { nameOf, type Shape } from "../shape.ts";
import type { Credentials } from "./accounts.ts";
import { mint } from "./minting.ts";

/** Tokens of the people of one process. */
export interface Tokens {
  /** Makes sure that these people have accounts, so many a second: each costs a replica a third of a second's work. */
  prepare(accounts: readonly number[], perSecond: number): Promise<void>;
  of(account: number, spent?: string): Promise<string>;
}

export function createTokens(url: string, shape: Shape, credentials: Credentials): Tokens {
  if (!("key" in credentials)) return new SignedUp(url, shape, credentials.password);
  return {
    prepare: async () => {},
    of: async account => mint(credentials.key, nameOf(shape, account), Date.now()),
  };
}

class SignedUp implements Tokens {
  readonly #url: string;
  readonly #shape: Shape;
  readonly #password: string;
  readonly #apis = new Map<number, HttpApi>();

  constructor(url: string, shape: Shape, password: string) {
    this.#url = url;
    this.#shape = shape;
    this.#password = password;
  }

  async prepare(accounts: readonly number[], perSecond: number): Promise<void> {
    for (const account of accounts) {
      const pause = delay(1_000 / perSecond);
      this.#apis.set(account, await this.#enter(account));
      await pause;
    }
  }

  async of(account: number, spent?: string): Promise<string> {
    const api = this.#apis.get(account);
    if (api === undefined) throw new HubbubError("unauthenticated", `${nameOf(this.#shape, account)} has no account`);
    return api.getToken(spent);
  }

  /** Signs up, or in where an earlier run did so. */
  async #enter(account: number): Promise<HttpApi> {
    const api = createHttpApi({ url: this.#url });
    const credentials = { name: nameOf(this.#shape, account), password: this.#password };
    for (;;) {
      try {
        await api.signUp(credentials).catch((error: unknown) => {
          if (error instanceof HubbubError && error.code === "name_taken") return api.signIn(credentials);
          throw error;
        });
        return api;
      } catch (error) {
        if (!(error instanceof HubbubError && error.temporary)) throw error;
        await delay(error.retryAfterMs ?? 1_000);
      }
    }
  }
}
