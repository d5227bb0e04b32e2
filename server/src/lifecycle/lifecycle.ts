import type { Clock } from "../domain/clock.ts";
import type { Epochs, Replicas, RoomLog } from "../domain/ports.ts";
import type { Entrances, Rooms } from "../domain/room-ports.ts";
import type { Telemetry } from "../domain/telemetry.ts";
import type { ClusterAudience } from "../transport/audience.ts";
import type { LiveConnection } from "../transport/connection.ts";
import type { Attendance } from "./attendance.ts";
import { BringIn } from "./bring-in.ts";
import { drainConnections } from "./drain.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Positions } from "./positions.ts";
import type { PresenceNews } from "./presence-news.ts";
import { Rebalancer } from "./rebalancer.ts";
import { repair } from "./repair.ts";
import { type OutageLogger, Repeating } from "./repeating.ts";
import { reviewMembers } from "./review.ts";
import type { RoomMemory } from "./room-memory.ts";
import { within } from "./within.ts";

export interface LifecycleDeps {
  readonly replicas: Replicas;
  readonly entrances: Entrances;
  readonly epochs: Epochs;
  readonly memory: RoomMemory;
  readonly rooms: Rooms;
  readonly log: RoomLog;
  readonly news: PresenceNews;
  readonly attendance: Attendance;
  readonly audience: ClusterAudience;
  readonly connections: Iterable<LiveConnection>;
  /** Of the connections that are open or on their way in, how many there are, and may be. */
  readonly count: () => number;
  readonly capacity: { readonly connections: number };
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly slowReaders: { look(): void };
  readonly random: () => number;
  readonly logger: OutageLogger;
  readonly beatMs: number;
  readonly rebalances: boolean;
  readonly positionTickMs: number;
  readonly drainDeadlineMs: number;
}

/** How often the presence of all rooms is looked at, in case that news of it was lost. */
const presenceLookMs = 10_000;
const slowReaderLookMs = 1_000;

/** What a replica does by itself, in time: heartbeat, positions, presence, and its end. */
export class Lifecycle {
  readonly #deps: LifecycleDeps;
  readonly #heartbeat: Heartbeat;
  readonly #rebalancer: Rebalancer;
  readonly #beats: Repeating;
  readonly #care: Repeating;
  readonly #positions: Repeating;
  readonly #presence: Repeating;
  readonly #slowReaders: Repeating;
  #isDraining = false;

  constructor(deps: LifecycleDeps) {
    const { clock, logger, audience, attendance, memory, news } = deps;
    this.#deps = deps;
    const { roomsHere, tellHeadHere } = audience;
    this.#heartbeat = new Heartbeat({
      ...deps,
      now: clock.now,
      repair: isWiped => repair(deps, isWiped),
      catchUp: () => attendance.catchUp(),
    });
    this.#rebalancer = new Rebalancer(deps);
    const bringIn = new BringIn(deps);
    const positions = new Positions({ log: deps.log, roomsHere, tellHeadHere });
    const repeat = (name: string, everyMs: number, run: () => Promise<void>) =>
      new Repeating({ name, everyMs, run, clock, logger });
    this.#care = repeat("care for presence", deps.beatMs, () => this.#heartbeat.care());
    this.#beats = repeat("heartbeat", deps.beatMs, async () => {
      await this.#beat();
      void this.#care.now();
    });
    // While Redis is away nothing is told; the next tick tells it.
    const onEntered = (room: string) => void Promise.all([positions.tellOf(room), memory.learn(room)]).catch(() => {});
    audience.follow({ onEntered, onPresence: news.changedElsewhere });
    this.#positions = repeat("position tick", deps.positionTickMs, async () => {
      await positions.tell();
      deps.telemetry.positionTick();
      await bringIn.look();
      await reviewMembers({ ...deps, isWhole: () => this.#heartbeat.isWhole() });
    });
    this.#presence = repeat("look at presence", presenceLookMs, async () => news.refresh());
    this.#slowReaders = repeat("look for slow readers", slowReaderLookMs, async () => deps.slowReaders.look());
  }

  /** Whether Redis has ever heard of this replica. */
  get known(): boolean {
    return this.#heartbeat.known;
  }

  /** Looks at once whether Redis forgot this replica. Resolves when that is over, however it ended. */
  async heal(): Promise<void> {
    await this.#beats.now();
    await this.#care.now();
  }

  /** At the start, and whenever Redis and the subscriptions are back: what was missed meanwhile is told at once. */
  wake(): void {
    for (const repeating of this.#all) void repeating.now();
  }

  /** Sends everybody elsewhere, sees them off the presence registry, and gives the lease back. */
  async drain(): Promise<void> {
    const { attendance, clock, connections, drainDeadlineMs, news, random, replicas } = this.#deps;
    this.#isDraining = true;
    this.#rebalancer.stop();
    void this.#beats.now();
    const longestMs = drainDeadlineMs / 2;
    const leaving = drainConnections({ connections, clock, random, longestMs }).then(() => attendance.settled());
    await within(clock, drainDeadlineMs * 0.8, leaving);
    await attendance.hurry();
    news.stop();
    await Promise.all(this.#all.map(repeating => repeating.stop()));
    await within(clock, drainDeadlineMs / 10, replicas.retire());
  }

  async #beat(): Promise<void> {
    const { capacity, count, replicas, telemetry } = this.#deps;
    const own = { connections: count(), most: capacity.connections, isDraining: this.#isDraining };
    await this.#heartbeat.beat(own);
    telemetry.replicas(replicas.others.length + 1);
    this.#rebalancer.look(own, replicas.others);
  }

  get #all(): Repeating[] {
    return [this.#beats, this.#care, this.#positions, this.#presence, this.#slowReaders];
  }
}
