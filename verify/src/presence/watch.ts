import type { ChatState } from "@hubbub/client";
import { within } from "../deadline.ts";
import type { Device } from "../device.ts";
import { judgePresence, type PresenceRules, type PresenceVerdict, type Sighting, type WatchTape } from "./judge.ts";
import { type Connected, periodsOf } from "./spans.ts";

interface Deps {
  /** All devices that ever connect. */
  readonly devices: () => readonly Device[];
  /** One at each replica. */
  readonly watchers: readonly Device[];
  readonly room: string;
  readonly rules: PresenceRules;
  readonly now: () => number;
}

/** Somebody at each replica who notes down whom they are shown in a room. */
export class PresenceWatch {
  readonly #deps: Deps;
  readonly #began: number;
  readonly #tapes: readonly (WatchTape & { readonly sightings: Sighting[] })[];

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#began = deps.now();
    this.#tapes = deps.watchers.map(device => {
      const tape = { watcher: device.name, sightings: [] as Sighting[] };
      const look = (state: ChatState) => this.#look(tape.sightings, state);
      device.chat.on("change", look);
      look(device.chat.state);
      return tape;
    });
  }

  /** Resolves when all watchers who are connected are shown the truth, or after `ms`: whether that was too late, the judge knows. */
  async untilRight(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => this.#isRight() && resolve();
    const stop = this.#deps.devices().map(device => device.chat.on("change", look));
    look();
    const isRight = await within(ms, promise);
    for (const off of stop) off();
    return isRight;
  }

  /** Rejects when a watcher is not shown the truth within `ms`. */
  async rightWithin(ms: number, what: string): Promise<void> {
    if (!(await this.untilRight(ms))) throw new Error(`Presence was not right ${ms} ms after ${what}.`);
  }

  /** Of everything until now; times in it count from the beginning. */
  verdict(): PresenceVerdict {
    const { now, rules } = this.#deps;
    const { violations, ...rest } = judgePresence({ people: this.#people(), watchers: this.#tapes, end: now() }, rules);
    const sinceBegin = (at: number) => at - this.#began;
    return {
      ...rest,
      violations: violations.map(each => ({ ...each, from: sinceBegin(each.from), to: sinceBegin(each.to) })),
    };
  }

  #look(sightings: Sighting[], { connection, rooms }: ChatState): void {
    const { now, room } = this.#deps;
    const view = connection.phase === "online" ? rooms.get(room) : undefined;
    const online = view === undefined ? null : new Set(view.online.map(({ id }) => id));
    const count = view?.onlineCount ?? 0;
    const last = sightings.at(-1);
    if (last?.count === count && isSame(last.online, online)) return;
    sightings.push({ at: now(), online, count });
  }

  #people(): ReadonlyMap<string, Connected> {
    const devices = Map.groupBy(this.#deps.devices(), ({ account }) => account.id);
    return new Map([...devices].map(([user, of]) => [user, of.map(({ recorder }) => recorder.lines)]));
  }

  #isRight(): boolean {
    const end = this.#deps.now();
    const people = [...this.#people()].filter(([, connected]) =>
      periodsOf(connected, 0, end).some(({ to }) => to === end),
    );
    const truth = new Set(people.map(([user]) => user));
    const shown = this.#tapes
      .map(({ sightings }) => sightings.at(-1)?.online ?? null)
      .filter(online => online !== null);
    return shown.length > 0 && shown.every(online => isSame(online, truth));
  }
}

const isSame = (a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean =>
  a === b || (a !== null && b !== null && a.size === b.size && [...a].every(id => b.has(id)));
