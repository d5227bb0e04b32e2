import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { createTokens, type Tokens } from "../accounts/tokens.ts";
import { CorePerson } from "../people/core-person.ts";
import { FrameReader } from "../people/frames.ts";
import { Heads } from "../people/heads.ts";
import { Notes, totalOf } from "../people/notes.ts";
import type { Person } from "../people/person.ts";
import { clock, stamped } from "../people/texts.ts";
import { WirePerson } from "../people/wire-person.ts";
import { seeded } from "../random.ts";
import { atRandom, type Schedule, steadily } from "../schedule.ts";
import { roomsOf } from "../shape.ts";
import type { Audit, CrowdPlan, Orders, Report, RoomHeads } from "./orders.ts";

const tickMs = 10;
/** So many come in one tick: where this process was held up, it is not to hold itself up with all who are due. */
const atOnce = 100;
const lookMs = 1_000;
const pollMs = 50;
/** How many sign up in a second, all workers together. */
const signUpsPerSecond = 5;
/** So long somebody is away, at least and at most, in ms. */
const away = { least: 1_000, most: 10_000 };
/** So long somebody types. */
const typingMs = 1_000;

interface Schedules {
  readonly arrivals: Schedule;
  readonly talk: Schedule;
  readonly churn: Schedule;
}

/** The users of one process. */
export class Crowd implements Orders {
  readonly #notes = new Notes();
  readonly #heads = new Heads();
  readonly #lag = monitorEventLoopDelay({ resolution: tickMs });
  readonly #returning = new Map<Person, NodeJS.Timeout>();
  #plan: CrowdPlan | null = null;
  #random = seeded(0);
  #people: readonly Person[] = [];
  #arrived = 0;
  /** Who should have come by now. */
  #due = 0;
  readonly #allArrived = Promise.withResolvers<void>();
  #looks = 0;
  #isCalm = false;

  async prepare(plan: CrowdPlan): Promise<void> {
    this.#plan = plan;
    const { url, shape, accounts, worker, workers } = plan;
    this.#random = seeded(plan.seed * 1_000 + worker);
    const tokens = createTokens(url, shape, plan.credentials);
    const own = Array.from({ length: accounts }, (_, account) => account).filter(each => each % workers === worker);
    await tokens.prepare(own, signUpsPerSecond / workers);
    this.#people = this.#settleIn(plan, tokens);
  }

  start(): Promise<void> {
    const plan = this.#known;
    const { rate, workers, messagesPerSecond, churnPerMinute } = plan;
    const schedules = {
      arrivals: steadily(rate / workers, this.#people.length),
      talk: atRandom((messagesPerSecond * this.#people.length) / plan.users, this.#random),
      churn: atRandom((this.#people.length * churnPerMinute) / 60, this.#random),
    };
    const began = clock();
    this.#lag.enable();
    setInterval(() => this.#tick(clock() - began, schedules), tickMs);
    setInterval(() => this.#look(), lookMs);
    if (this.#people.length === 0) this.#allArrived.resolve();
    return this.#allArrived.promise;
  }

  report(): Report {
    const { user, system } = process.cpuUsage();
    // It tells the time between two of its own ticks.
    const lagMs = Math.max(0, this.#lag.percentile(99) / 1e6 - tickMs);
    this.#lag.reset();
    return {
      online: this.#notes.online,
      counts: this.#notes.counts,
      samples: this.#notes.takeSamples(),
      lagMs,
      cpuMs: (user + system) / 1_000,
      residentBytes: process.memoryUsage.rss(),
    };
  }

  async calm(patience: number): Promise<void> {
    this.#isCalm = true;
    for (const [person, timer] of this.#returning) {
      clearTimeout(timer);
      person.connect();
    }
    this.#returning.clear();
    await until(() => this.#unanswered === 0 && this.#absent === 0, patience);
  }

  heads(): RoomHeads {
    return this.#heads.entries();
  }

  async audit(heads: RoomHeads, patience: number): Promise<Audit> {
    for (const [room, head] of heads) this.#heads.hear(room, head);
    const missing = () => this.#people.filter(({ isReady }) => isReady).map(person => person.missing());
    await until(() => missing().every(({ lost }) => lost === 0), patience);
    const all = missing();
    return {
      due: all.reduce((sum, { due }) => sum + due, 0),
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
      behind: all.filter(({ lost }) => lost > 0).length,
      absent: this.#absent,
      unanswered: this.#unanswered,
    };
  }

  get #known(): CrowdPlan {
    if (this.#plan === null) throw new Error("The users have not been prepared.");
    return this.#plan;
  }

  get #unanswered(): number {
    const { sent, acked, failed } = this.#notes.counts;
    return sent - acked - totalOf(failed);
  }

  /** Of those who had their turn to come. */
  get #absent(): number {
    return this.#people.slice(0, this.#arrived).filter(({ isReady }) => !isReady).length;
  }

  /** All devices of one account are in one process. */
  #settleIn({ url, addresses, users, accounts, shape, worker, workers, core, run }: CrowdPlan, tokens: Tokens) {
    const reader = new FrameReader();
    return Array.from({ length: users }, (_, user) => user)
      .filter(user => (user % accounts) % workers === worker)
      .map((user, index): Person => {
        const account = user % accounts;
        const options = {
          ...{ url, run, notes: this.#notes, heads: this.#heads, random: this.#random },
          localAddress: addresses[user % addresses.length],
          getToken: (spent?: string) => tokens.of(account, spent),
          rooms: roomsOf(shape, account),
        };
        return core > 0 && index % core === 0 ? new CorePerson(options) : new WirePerson(options, reader);
      });
  }

  #tick(elapsed: number, { arrivals, talk, churn }: Schedules): void {
    if (this.#isCalm) return;
    this.#due += arrivals.due(elapsed);
    for (let next = Math.min(atOnce, this.#due); next > 0; next -= 1) this.#arrive();
    for (let due = talk.due(elapsed); due > 0; due -= 1) this.#speak();
    for (let due = churn.due(elapsed); due > 0; due -= 1) this.#goAndComeBack();
  }

  #arrive(): void {
    this.#people[this.#arrived]?.connect();
    this.#arrived += 1;
    this.#due -= 1;
    if (this.#arrived === this.#people.length) this.#allArrived.resolve();
  }

  /** Somebody: nobody says anything where they are not there, so that the pace grows with the crowd. */
  #someone(): Person | undefined {
    const person = this.#people[Math.floor(this.#random() * this.#people.length)];
    return person?.isReady ? person : undefined;
  }

  #speak(): void {
    const { run, bytes, typing } = this.#known;
    const person = this.#someone();
    const room = person?.roomAt(this.#random());
    if (person === undefined || room === undefined) return;
    if (!typing) {
      person.say(room, stamped(run, clock(), bytes));
      return;
    }
    person.type(room);
    setTimeout(() => {
      if (person.isReady && !this.#isCalm) person.say(room, stamped(run, clock(), bytes));
    }, typingMs);
  }

  #goAndComeBack(): void {
    const person = this.#someone();
    if (person === undefined) return;
    person.leave();
    const back = () => {
      this.#returning.delete(person);
      person.connect();
    };
    this.#returning.set(person, setTimeout(back, away.least + this.#random() * (away.most - away.least)));
  }

  #look(): void {
    this.#looks += 1;
    this.#people.forEach((person, index) => {
      person.look();
      if (this.#known.reading && person.isReady && (index + this.#looks) % 5 === 0) person.read();
    });
  }
}

async function until(isSo: () => boolean, patience: number): Promise<void> {
  const deadline = clock() + patience;
  while (!isSo() && clock() < deadline) await delay(pollMs);
}
