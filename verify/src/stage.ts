import type { Message } from "@hubbub/protocol";
import { Accounts } from "./accounts.ts";
import { pause, within } from "./deadline.ts";
import { Device } from "./device.ts";
import { readLog } from "./log-reader.ts";
import type { PresenceRules, PresenceVerdict } from "./presence/judge.ts";
import { PresenceWatch } from "./presence/watch.ts";
import type { Random } from "./random.ts";
import { type History, type LogRead, Recorder, type Tape } from "./record.ts";
import { Relay } from "./relay.ts";
import { type TalkOptions, talk } from "./talk.ts";
import type { World } from "./world.ts";

export interface CrowdOptions {
  /** The rooms that all of them enter. Default: `plaza`. */
  readonly rooms?: readonly string[];
  /** Each over a line of its own. */
  readonly lines?: boolean;
  /** How many accounts they share. Default: each has one, up to 32. */
  readonly accounts?: number;
  /** Default: nginx. */
  readonly url?: string;
}

export interface StageOptions {
  readonly world: World;
  readonly random: Random;
  /** Fewer people and shorter times. */
  readonly isShort: boolean;
  readonly hears?: (client: string, messages: readonly Message[]) => readonly Message[];
  /** How long, at the end, an answer or a message may still be under way, in ms. */
  readonly patience?: number;
}

const mostAccounts = 32;
/** The accounts of watchers: nobody else's. */
const firstWatcher = 10_000;
/** So many arrive at once, as long as nobody asks for a storm. */
const arrivingTogether = 50;

/** What a scenario plays on: a world, people in it, and everything they do on record. */
export class Stage {
  readonly world: World;
  readonly random: Random;
  readonly isShort: boolean;
  readonly accounts: Accounts;
  readonly #options: StageOptions;
  readonly #devices: Device[] = [];
  readonly #jobs: Recorder[] = [];
  readonly #lines: Relay[] = [];
  readonly #watches: PresenceWatch[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
    this.world = options.world;
    this.random = options.random;
    this.isShort = options.isShort;
    this.accounts = new Accounts(options.world.url);
  }

  get devices(): readonly Device[] {
    return this.#devices;
  }

  /** What everybody did and was told until now. */
  get tapes(): readonly Tape[] {
    return [...this.#devices.map(({ recorder }) => recorder), ...this.#jobs];
  }

  /** `short` in the short cut, else `long`. */
  size(short: number, long: number): number {
    return this.isShort ? short : long;
  }

  /** So many people, connected and in their rooms when this resolves. */
  async crowd(count: number, options: CrowdOptions = {}): Promise<Device[]> {
    const { rooms = ["plaza"], accounts = Math.min(count, mostAccounts) } = options;
    const crowd: Device[] = [];
    for (let index = 0; index < count; index += 1) crowd.push(await this.device(index % accounts, options));
    for (let first = 0; first < count; first += arrivingTogether) {
      const group = crowd.slice(first, first + arrivingTogether);
      await Promise.all(group.map(device => arrive(device, rooms)));
    }
    return crowd;
  }

  /** A device of this account, not connected yet. */
  async device(account: number, { lines = false, url = this.world.url }: CrowdOptions = {}): Promise<Device> {
    const { hostname, port } = new URL(url);
    const line = lines ? await Relay.start({ host: hostname, port: Number(port) }) : undefined;
    if (line !== undefined) this.#lines.push(line);
    const { hears } = this.#options;
    const device = new Device({
      url: line?.url ?? url,
      account: await this.accounts.number(account),
      recorder: new Recorder(`d${this.#devices.length}`, now),
      random: this.random.fork(),
      ...(line === undefined ? {} : { line }),
      ...(hears === undefined ? {} : { hears }),
    });
    this.#devices.push(device);
    return device;
  }

  /** From now on somebody at each replica watches who is in the room; `whom` are those who ever are. */
  async watch(
    rules: PresenceRules,
    { room = "plaza", whom = () => true }: { room?: string; whom?: (device: Device) => boolean } = {},
  ): Promise<PresenceWatch> {
    const watchers: Device[] = [];
    for (const [index, { socketUrl: url }] of this.world.replicas.entries()) {
      const watcher = await this.device(firstWatcher + index, { url });
      await arrive(watcher, [room]);
      watchers.push(watcher);
    }
    const devices = () => this.#devices.filter(device => watchers.includes(device) || whom(device));
    const watch = new PresenceWatch({ devices, watchers, room, rules, now });
    this.#watches.push(watch);
    return watch;
  }

  /** What watchers saw until now; null where nobody watched. */
  presence(): PresenceVerdict | null {
    const verdicts = this.#watches.map(watch => watch.verdict());
    if (verdicts.length === 0) return null;
    return {
      violations: verdicts.flatMap(({ violations }) => violations),
      rightAfter: Math.max(...verdicts.map(({ rightAfter }) => rightAfter)),
    };
  }

  /** The tape of something that sends without being a client. */
  job(name: string): Recorder {
    const recorder = new Recorder(name, now);
    this.#jobs.push(recorder);
    return recorder;
  }

  /** Resolves when all is said, whatever became of it. */
  talk(speakers: readonly Device[], options: Partial<TalkOptions> = {}): Promise<void> {
    const { rooms = ["plaza"], seconds = this.size(2, 6), perSecond = 40 } = options;
    return talk({ ...options, speakers, rooms, seconds, perSecond }, this.random.fork());
  }

  /** People talk while something happens. */
  async underLoad(speakers: readonly Device[], fault: () => Promise<unknown>, options: Partial<TalkOptions> = {}) {
    const talking = this.talk(speakers, options);
    await Promise.all([talking, fault()]);
  }

  /** People talk, and at some moment in the first half of it something happens. */
  async strike(speakers: readonly Device[], fault: () => Promise<unknown>, options: Partial<TalkOptions> = {}) {
    const moment = this.random.between(200, this.size(800, 2_000));
    const late = () => pause(moment).then(fault);
    await this.underLoad(speakers, late, options);
  }

  /** Waits until every answer and every message is where it has to be, or until that is hopeless; then nobody is left. */
  async end(): Promise<History> {
    const present = this.#devices.filter(({ rooms }) => rooms.length > 0);
    const { patience = 30_000 } = this.#options;
    // What has no answer by then, the checker misses.
    await within(patience, Promise.all(present.map(device => device.answered())));
    const logs = await this.#readLogs(present);
    const arrivals = logs.flatMap(({ room, epoch, head }) =>
      present
        .filter(({ rooms }) => rooms.includes(room))
        .map(device => device.untilAt(room, { epoch, seq: head }, patience)),
    );
    await Promise.allSettled(arrivals);
    const shown = logs.flatMap(({ room }) => present.map(device => device.shown(room)).filter(view => view !== null));
    const history = { tapes: [...this.#devices.map(({ recorder }) => copy(recorder)), ...this.#jobs], logs, shown };
    await this.clear();
    return history;
  }

  /** Leaves nothing open. */
  async clear(): Promise<void> {
    for (const device of this.#devices) device.chat.close();
    await Promise.all(this.#lines.splice(0).map(line => line.stop()));
  }

  /** By somebody who is in the room. */
  #readLogs(present: readonly Device[]): Promise<LogRead[]> {
    const rooms = new Map(present.flatMap(({ rooms, account }) => rooms.map(room => [room, account])));
    const { url } = this.world;
    return Promise.all([...rooms].map(([room, account]) => readLog({ url, account, room, now })));
  }
}

const now = (): number => performance.now();

/** What happens after the end is not part of the tape. */
const copy = ({ client, lines }: Recorder) => ({ client, lines: [...lines] });

async function arrive(device: Device, rooms: readonly string[]): Promise<void> {
  await device.connect();
  for (const room of rooms) await device.join(room);
}
