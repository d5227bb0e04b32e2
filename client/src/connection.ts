import {
  type Answer,
  type ConnectAuth,
  HubbubError,
  type Payload,
  type RequestName,
  type SessionEnd,
  type Welcome,
} from "@hubbub/protocol";
import { backoff, openPatience } from "./backoff.ts";
import type { LinkEnd, OpenLink } from "./link.ts";
import { Renewal } from "./renewal.ts";
import type { ChatOptions, ConnectionState, Environment } from "./types.ts";
import { UntilOnline } from "./until-online.ts";
import { largePatience, WatchedLink } from "./watched-link.ts";
import { readEvent, type ServerEvent } from "./wire.ts";

export interface ConnectionOptions extends Pick<ChatOptions, "url" | "getToken"> {
  readonly environment: Environment;
  readonly openLink: OpenLink;
  /**
   * What a replica is told beside the token, asked at each try: with positions, what was missed comes with the welcome.
   */
  readonly introduce: (options: { readonly withPositions: boolean }) => Omit<ConnectAuth, "token">;
  readonly onState: (state: ConnectionState) => void;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onFault: (error: unknown) => void;
}

/** How long a try may take from the token to the welcome, in ms. */
const welcomePatience = 15_000;

/** Keeps one link to some replica, opens the next one when it breaks, and knows when that is of no use. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #renewal: Renewal;
  #state: ConnectionState = {
    ...{ phase: "idle", replica: null, since: null, retryAt: null, error: null, roundTrip: null },
    clockAhead: 0,
  };
  #link: WatchedLink | null = null;
  /** Names the try under way: what an earlier one still has to say is not heard. */
  #attempt = 0;
  #failures = 0;
  /** How often a replica fell silent since the last recovery. */
  #silences = 0;
  /** The last try had no welcome in time: over a poor line, what was missed may be too much to come with it. */
  #wasLate = false;
  #token: string | null = null;
  /** The token that was refused since the last welcome. */
  #spent: string | null = null;
  #farewell: SessionEnd | null = null;
  #stopTimer = () => {};
  #stopListening = () => {};
  readonly #untilOnline: UntilOnline;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#untilOnline = new UntilOnline(options.environment);
    this.#renewal = new Renewal({
      environment: options.environment,
      getToken: options.getToken,
      renew: async token => {
        const { expiresAt } = await this.request("session:renew", { token });
        this.#token = token;
        return expiresAt;
      },
      onRefused: error => this.#over(error),
      onFault: options.onFault,
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  connect(): void {
    if (this.#state.phase !== "idle" && this.#state.phase !== "ended") return;
    this.#failures = 0;
    this.#spent = null;
    this.#stopListening();
    this.#stopListening = this.#options.environment.onLineChange?.(() => this.#doubt()) ?? (() => {});
    this.#open();
  }

  retryNow(): void {
    if (this.#state.phase === "waiting") this.#open();
  }

  close(): void {
    this.#stopListening();
    this.#drop();
    this.#become({ phase: "idle", error: null });
    this.#untilOnline.release(new HubbubError("unavailable", "The chat was closed"));
  }

  /** At once or not at all: `unavailable` without a connection. */
  async request<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Answer<Name>> {
    if (this.#link === null || this.#state.phase !== "online") {
      throw new HubbubError("unavailable", "There is no connection");
    }
    const attempt = this.#attempt;
    const asked = this.#options.environment.now();
    const answer = await this.#link.request(name, payload);
    if (name === "rooms:recover") this.#silences = 0;
    if (attempt === this.#attempt) this.#answeredAfter(this.#options.environment.now() - asked);
    return answer;
  }

  /** Waits a little for a connection first. */
  async patientRequest<Name extends RequestName>(name: Name, payload: Payload<Name>): Promise<Answer<Name>> {
    if (this.#state.phase !== "online") await this.#untilOnline.wait();
    return this.request(name, payload);
  }

  #open(): void {
    this.#drop();
    this.#become({ phase: "connecting" });
    const attempt = this.#attempt;
    const late = new HubbubError("unavailable", "No replica said welcome in time");
    this.#stopTimer = this.#options.environment.after(welcomePatience, () => {
      this.#wasLate = true;
      this.#wait(late);
    });
    this.#options
      .getToken(this.#spent ?? undefined)
      .then(token => attempt === this.#attempt && this.#dial(token, attempt))
      .catch((error: unknown) => attempt === this.#attempt && this.#couldNotDial(asFault(error)));
  }

  #couldNotDial(error: HubbubError): void {
    if (error.temporary) this.#wait(error);
    else this.#over(error);
  }

  #dial(token: string, attempt: number): void {
    const { environment, openLink, url, introduce } = this.#options;
    this.#token = token;
    this.#farewell = null;
    const isCurrent = () => attempt === this.#attempt;
    const link = openLink({
      url,
      auth: { token, ...introduce({ withPositions: !this.#wasLate }) },
      onEvent: (name, payload) => isCurrent() && this.#hear(name, payload),
      onEnd: end => isCurrent() && this.#ended(end),
      openPatience: openPatience(this.#failures),
    });
    const silent = new HubbubError("unavailable", "The replica fell silent");
    this.#link = new WatchedLink(link, environment, largePatience(this.#silences), () => {
      if (!isCurrent()) return;
      this.#silences += 1;
      this.#wait(silent);
    });
  }

  /** The line may not be what it was. */
  #doubt(): void {
    if (this.#state.phase === "online") this.#link?.probe();
    else this.retryNow();
  }

  #hear(name: string, payload: unknown): void {
    this.#link?.heard();
    try {
      const event = readEvent(name, payload);
      if (event?.name === "welcome") this.#welcomed(event.payload);
      else if (event?.name === "session:end") this.#farewell = event.payload;
      else if (event !== null) this.#options.onEvent(event);
    } catch (error) {
      this.#options.onFault(error);
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#stopTimer();
    this.#failures = 0;
    this.#wasLate = false;
    this.#spent = null;
    if (this.#token !== null) this.#renewal.start(this.#token, welcome.serverTime);
    const clockAhead = welcome.serverTime - this.#options.environment.now();
    this.#become({ phase: "online", replica: welcome.replica, error: null, clockAhead });
    this.#options.onWelcome(welcome);
    this.#untilOnline.release();
  }

  #answeredAfter(roundTrip: number): void {
    const { phase, replica } = this.#state;
    if (roundTrip !== this.#state.roundTrip) this.#become({ phase, replica, roundTrip });
  }

  #ended({ error, byReplica }: LinkEnd): void {
    const farewell = this.#farewell;
    if (farewell !== null) this.#failed(new HubbubError(farewell.code, "The replica ended the session"), farewell);
    else if (byReplica) this.#over(new HubbubError("forbidden", "The replica ended the session"));
    else this.#failed(error);
  }

  /** Tries again, unless that is of no use. A refused token is worth one try with another one. */
  #failed(error: HubbubError, { temporary } = { temporary: error.temporary }): void {
    if (temporary) {
      this.#wait(error);
    } else if (error.code === "unauthenticated" && this.#spent === null) {
      this.#spent = this.#token;
      this.#open();
    } else {
      this.#over(error);
    }
  }

  #wait(error: HubbubError): void {
    this.#drop();
    const { environment } = this.#options;
    this.#failures += 1;
    // Many may have been told the same time.
    const ms = (error.retryAfterMs ?? 0) + backoff(this.#failures, environment.random());
    this.#become({ phase: "waiting", retryAt: environment.now() + ms, error: error.toWire() });
    this.#stopTimer = environment.after(ms, () => this.#open());
  }

  #over(error: HubbubError): void {
    this.#drop();
    this.#become({ phase: "ended", error: error.toWire() });
    this.#untilOnline.release(error);
  }

  #drop(): void {
    this.#attempt += 1;
    this.#stopTimer();
    this.#renewal.stop();
    this.#link?.close();
    this.#link = null;
  }

  #become(change: Pick<ConnectionState, "phase"> & Partial<ConnectionState>): void {
    const isOnline = change.phase === "online";
    const since = isOnline ? null : (this.#state.since ?? this.#options.environment.now());
    const { error, clockAhead } = this.#state;
    this.#state = { replica: null, retryAt: null, roundTrip: null, error, since, clockAhead, ...change };
    this.#options.onState(this.#state);
  }
}

/** Whatever `getToken` may throw: what has no code may pass. */
const asFault = (error: unknown): HubbubError =>
  error instanceof HubbubError
    ? error
    : new HubbubError("unavailable", "The connection could not be begun", { cause: error });
