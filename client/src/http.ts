import { type Credentials, HubbubError, type RoomList, type RoomSummary, type Session } from "@hubbub/protocol";
import { systemEnvironment } from "./environment.ts";
import type { Environment } from "./types.ts";
import { readFailure, roomList, session } from "./wire-http.ts";

export interface HttpApiOptions {
  /** Where nginx or a replica's HTTP listens, `http://host:port`. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  readonly environment?: Pick<Environment, "now">;
}

/**
 * Accounts, sessions and the list of rooms. Every failure is a HubbubError: `unavailable` where no answer came,
 * `unauthenticated` only where the server said so.
 */
export interface HttpApi {
  /** Who is signed in, as far as this page knows; null before a sign-in or a refresh. */
  readonly session: Session | null;
  /** Rejects with `name_taken`, `invalid_payload` or `rate_limited`. */
  signUp(credentials: Credentials): Promise<Session>;
  /** Rejects with `bad_credentials` or `rate_limited`. */
  signIn(credentials: Credentials): Promise<Session>;
  /** Takes up the session of the cookie. Calls at the same time share one request. */
  refresh(): Promise<Session>;
  signOut(): Promise<void>;
  rooms(): Promise<readonly RoomSummary[]>;
  /** The current token, or a fresh one where it is within a minute of its end or was `spent`. */
  getToken(spent?: string): Promise<string>;
}

/** How long before its end a token is not handed out any more, in ms. */
const margin = 60_000;
/** How long an answer may take, in ms. */
const patience = 10_000;

export const createHttpApi = (options: HttpApiOptions): HttpApi => new FetchedApi(options);

class FetchedApi implements HttpApi {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  readonly #cookies = new Map<string, string>();
  #session: Session | null = null;
  #refreshing: Promise<Session> | null = null;
  /** Counts sign-ins and sign-outs: a refresh that was under way across one of them changes nothing. */
  #era = 0;

  constructor({ url, fetch: given = fetch, environment = systemEnvironment }: HttpApiOptions) {
    this.#url = url.replace(/\/+$/, "");
    this.#fetch = (input, init) => given(input, init);
    this.#now = () => environment.now();
    this.getToken = this.getToken.bind(this);
  }

  get session(): Session | null {
    return this.#session;
  }

  async signUp(credentials: Credentials): Promise<Session> {
    return this.#begin(session(await this.#call("POST", "/api/accounts", credentials)));
  }

  async signIn(credentials: Credentials): Promise<Session> {
    return this.#begin(session(await this.#call("POST", "/api/session", credentials)));
  }

  refresh(): Promise<Session> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async signOut(): Promise<void> {
    await this.#call("DELETE", "/api/session");
    this.#begin(null);
  }

  async rooms(): Promise<readonly RoomSummary[]> {
    await this.getToken();
    const answer: RoomList = roomList(await this.#call("GET", "/api/rooms"));
    return answer.rooms;
  }

  async getToken(spent?: string): Promise<string> {
    const current = this.#session;
    const isGood = current !== null && current.token !== spent && current.expiresAt - this.#now() > margin;
    return isGood ? current.token : (await this.refresh()).token;
  }

  async #refresh(): Promise<Session> {
    const era = this.#era;
    try {
      const fresh = session(await this.#call("POST", "/api/session/refresh"));
      if (era === this.#era) this.#session = fresh;
    } catch (error) {
      if (era === this.#era && error instanceof HubbubError && error.code === "unauthenticated") this.#session = null;
      if (era === this.#era) throw error;
    }
    if (this.#session === null) throw new HubbubError("unauthenticated", "Nobody is signed in");
    return this.#session;
  }

  #begin<T extends Session | null>(begun: T): T {
    this.#era += 1;
    this.#session = begun;
    return begun;
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const headers = new Headers();
    if (body !== undefined) headers.set("content-type", "application/json");
    if (this.#session !== null) headers.set("authorization", `Bearer ${this.#session.token}`);
    if (this.#cookies.size > 0) headers.set("cookie", [...this.#cookies].map(pair => pair.join("=")).join("; "));
    try {
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await this.#fetch(this.#url + path, {
        method,
        headers,
        signal: AbortSignal.timeout(patience),
        ...content,
      });
      this.#keepCookies(response.headers);
      const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
      if (response.ok) return answer;
      throw readFailure(response.status, answer);
    } catch (error) {
      if (error instanceof HubbubError) throw error;
      throw new HubbubError("unavailable", "The server could not be reached", { cause: error });
    }
  }

  /** Node has no cookie jar. In a browser cookies are its own affair: there this sees none. */
  #keepCookies(headers: Headers): void {
    for (const cookie of headers.getSetCookie?.() ?? []) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
