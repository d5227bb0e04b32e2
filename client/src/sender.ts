import { HubbubError, type Logged, type Message } from "@hubbub/protocol";
import { backoff } from "./backoff.ts";
import { type OutboxStore, withEntry, withoutEntry } from "./outbox.ts";
import type { Environment, OutboxEntry } from "./types.ts";

/** After this, in ms, a replica may have forgotten the id, and sending by itself could say a thing twice. */
const sendByItself = 12 * 3_600_000;

export interface SenderOptions {
  readonly environment: Environment;
  readonly isOnline: () => boolean;
  /** Rejects with the refusal, or with a temporary error where the outcome is not known. */
  readonly post: (entry: OutboxEntry) => Promise<Logged>;
  /** Whether an entry stays after a final refusal. */
  readonly keepsFailed: (entry: OutboxEntry) => boolean;
  readonly onLogged: (room: string, logged: Logged) => void;
  readonly onChange: () => void;
}

/**
 * One room's way to the log: one message at a time, so that their order stays what it was when they were written.
 * Each try has a lane object of its own, so a late answer to an earlier try is not mistaken for its answer.
 */
interface Lane {
  /** The entry that is being sent, or waits for its next try. */
  clientMessageId: string;
  isFlying: boolean;
  failures: number;
  stopWaiting: (() => void) | null;
}

interface Waiter {
  resolve(message: Message): void;
  reject(error: HubbubError): void;
}

/** What is to be sent: an entry without its way. */
export type Words = Pick<OutboxEntry, "room" | "kind" | "text" | "target" | "targetId">;

/** Sends what is in the outbox until each message is in the log or finally refused. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #waiters = new Map<string, Waiter>();
  #entries: readonly OutboxEntry[] = [];
  #store: OutboxStore | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** From now on entries outlive the page; those that did come first. */
  open(store: OutboxStore): void {
    this.#store = store;
    const fresh = this.#entries;
    this.#entries = fresh.reduce(withEntry, store.load());
    for (const entry of fresh) store.put(entry);
    this.#options.onChange();
  }

  send(words: Words): Promise<Message> {
    const { environment } = this.#options;
    const clientMessageId = environment.newId();
    const sent = new Promise<Message>((resolve, reject) => this.#waiters.set(clientMessageId, { resolve, reject }));
    this.#put({ ...words, clientMessageId, at: environment.now(), status: "sending", error: null });
    this.#pump(words.room);
    return sent;
  }

  retry(clientMessageId: string): void {
    const entry = this.#find(clientMessageId);
    if (entry?.status !== "failed") return;
    this.#put({ ...entry, at: this.#options.environment.now(), status: "sending", error: null });
    this.#pump(entry.room);
  }

  discard(clientMessageId: string): void {
    const error = new HubbubError("conflict", "The message was discarded before it was in the log");
    this.#settle(clientMessageId, waiter => waiter.reject(error));
  }

  discardRoom(room: string): void {
    for (const entry of this.#entries) if (entry.room === room) this.discard(entry.clientMessageId);
  }

  /** The message is in the log, by its ack or by a broadcast that was faster. */
  settle(message: Message): void {
    this.#settle(message.clientMessageId, waiter => waiter.resolve(message));
  }

  /** There is a new connection: everything that has no ack goes out again, in order and under the same ids. */
  resume(): void {
    for (const lane of this.#lanes.values()) lane.stopWaiting?.();
    this.#lanes.clear();
    for (const room of new Set(this.#entries.map(entry => entry.room))) this.#pump(room);
  }

  /** Gives up waiting; what is stored stays stored. */
  stop(reason: HubbubError): void {
    for (const lane of this.#lanes.values()) lane.stopWaiting?.();
    this.#lanes.clear();
    for (const waiter of this.#waiters.values()) waiter.reject(reason);
    this.#waiters.clear();
  }

  /** Another user signed in: the entries of the one before stay in storage alone. */
  forget(reason: HubbubError): void {
    this.stop(reason);
    this.#store = null;
    this.#entries = [];
  }

  #find(clientMessageId: string): OutboxEntry | undefined {
    return this.#entries.find(entry => entry.clientMessageId === clientMessageId);
  }

  #put(entry: OutboxEntry): void {
    this.#entries = withEntry(this.#entries, entry);
    this.#store?.put(entry);
    this.#options.onChange();
  }

  #settle(clientMessageId: string, tell: (waiter: Waiter) => void): void {
    const entry = this.#find(clientMessageId);
    if (entry === undefined) return;
    this.#entries = withoutEntry(this.#entries, clientMessageId);
    this.#store?.drop(clientMessageId);
    this.#tell(clientMessageId, tell);
    this.#options.onChange();
    if (this.#lanes.get(entry.room)?.clientMessageId === clientMessageId) this.#clear(entry.room);
  }

  #tell(clientMessageId: string, tell: (waiter: Waiter) => void): void {
    const waiter = this.#waiters.get(clientMessageId);
    this.#waiters.delete(clientMessageId);
    if (waiter !== undefined) tell(waiter);
  }

  #next(room: string): OutboxEntry | undefined {
    return this.#entries.find(entry => entry.room === room && entry.status === "sending");
  }

  /** The way is free for the room's next message. */
  #clear(room: string): void {
    this.#lanes.get(room)?.stopWaiting?.();
    this.#lanes.delete(room);
    this.#pump(room);
  }

  #pump(room: string): void {
    const entry = this.#next(room);
    const known = this.#lanes.get(room);
    const isBusy = known !== undefined && (known.isFlying || known.stopWaiting !== null);
    if (entry === undefined || isBusy || !this.#options.isOnline()) return;
    if (this.#options.environment.now() - entry.at > sendByItself) {
      this.#fail(entry, new HubbubError("unavailable", "It could not be sent for many hours"));
      return;
    }
    const { clientMessageId } = entry;
    const lane: Lane = { clientMessageId, isFlying: true, failures: known?.failures ?? 0, stopWaiting: null };
    this.#lanes.set(room, lane);
    this.#options.post(entry).then(
      logged => {
        this.#options.onLogged(room, logged);
        this.settle(logged.message);
      },
      (error: HubbubError) => {
        if (this.#lanes.get(room) === lane) this.#refused(entry, lane, error);
      },
    );
  }

  #refused(entry: OutboxEntry, lane: Lane, error: HubbubError): void {
    // The connection is about to renew its token or to end; neither is the message's fault.
    if (!error.temporary && error.code !== "unauthenticated") {
      this.#fail(entry, error);
      return;
    }
    const { environment } = this.#options;
    lane.isFlying = false;
    lane.failures += 1;
    lane.stopWaiting = environment.after(error.retryAfterMs ?? backoff(lane.failures, environment.random()), () => {
      lane.stopWaiting = null;
      this.#pump(entry.room);
    });
  }

  #fail(entry: OutboxEntry, error: HubbubError): void {
    const { room, clientMessageId } = entry;
    if (this.#options.keepsFailed(entry)) {
      this.#put({ ...entry, status: "failed", error: error.toWire() });
      this.#tell(clientMessageId, waiter => waiter.reject(error));
      this.#clear(room);
    } else {
      this.#settle(clientMessageId, waiter => waiter.reject(error));
    }
  }
}
