import { accountKey } from "@hubbub/protocol/schemas";
import type { Call, Target, UserRef } from "./types.ts";

/** What was last begun about one room or person. */
interface Lane {
  /** The end of the last call. */
  readonly last: Promise<unknown>;
  /**
   * The end of the first of the announcements that came last. Those after it follow each other on one connection and need
   * not wait for one another; the first may still have to make `general`.
   */
  readonly opener: Promise<unknown> | null;
}

/** Lets calls go at once, but those about one room or person in their order. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  run<Value>(call: Call, work: () => Promise<Value>): Promise<Value> {
    const keys = subjectsOf(call);
    const waits = keys.flatMap(key => this.#before(key, call) ?? []);
    const [only] = waits;
    const answer = only === undefined ? work() : (waits.length === 1 ? only : Promise.all(waits)).then(work);
    const end = answer.then(nothing, nothing);
    for (const key of keys) this.#enter(key, call, end);
    return answer;
  }

  #before(key: string, { verb }: Call): Promise<unknown> | undefined {
    const lane = this.#lanes.get(key);
    return verb === "announce" ? (lane?.opener ?? lane?.last) : lane?.last;
  }

  #enter(key: string, { verb }: Call, end: Promise<unknown>): void {
    const opener = verb === "announce" ? (this.#lanes.get(key)?.opener ?? end) : null;
    const lane = { last: end, opener };
    this.#lanes.set(key, lane);
    void end.then(() => {
      if (this.#lanes.get(key) === lane) this.#lanes.delete(key);
    });
  }
}

const nothing = (): void => {};

/** The rooms and people that a call is about. Somebody who is named here and told by id there counts as two. */
function subjectsOf(call: Call): readonly string[] {
  switch (call.verb) {
    case "announce":
      return [`room:${call.room}`];
    case "message":
    case "disconnect":
      return [personKey(call.user)];
    case "notify":
      return targetKeys(call.target);
    case "join":
    case "leave":
      return [`room:${call.room}`, personKey(call.user)];
  }
}

function targetKeys(target: Target): readonly string[] {
  if (target === "everyone") return ["everyone"];
  if ("room" in target) return [`room:${target.room}`];
  return [...new Set(("user" in target ? [target.user] : target.users).map(personKey))];
}

const personKey = (ref: UserRef): string => (typeof ref === "string" ? `user:${ref}` : `name:${accountKey(ref.name)}`);
