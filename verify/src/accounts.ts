import { createHttpApi } from "@hubbub/client";

/** Somebody who signed up, with as many devices as a scenario likes. */
export interface Account {
  readonly name: string;
  readonly id: string;
  readonly getToken: (spent?: string) => Promise<string>;
}

/** People of one deployment, each signed up when first asked for. */
export class Accounts {
  readonly #url: string;
  readonly #known = new Map<number, Promise<Account>>();

  constructor(url: string) {
    this.#url = url;
  }

  number(index: number): Promise<Account> {
    const known = this.#known.get(index) ?? this.#signUp(`person${index}`);
    this.#known.set(index, known);
    return known;
  }

  async #signUp(name: string): Promise<Account> {
    const api = createHttpApi({ url: this.#url });
    const { user } = await api.signUp({ name, password: "correct horse" });
    return { name, id: user.id, getToken: spent => api.getToken(spent) };
  }
}
