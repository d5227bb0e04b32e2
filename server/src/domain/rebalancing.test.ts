import { describe, expect, it } from "vitest";
import { type Course, choose, decide, firstCourse, type Movable, type Outlook, type Standing } from "./rebalancing.ts";

const standing = (connections: number, fields: Partial<Standing> = {}): Standing => ({
  connections,
  most: 20_000,
  isDraining: false,
  ...fields,
});

/** Numbers in [0, 1), the same for the same seed. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

type Router = (counts: readonly number[]) => number;

const beatMs = 2_000;

/**
 * Replicas with so many connections each, after they have been there for long. Each beats at a moment of its own, and knows of
 * the others what they said at their last beat. Who is asked is elsewhere at once.
 */
class House {
  readonly counts: number[];
  readonly #said: number[];
  readonly #courses: Course[];
  readonly #asked: number[];
  readonly #route: Router;
  #now = 0;
  moves = 0;

  constructor(counts: readonly number[], route: Router) {
    this.counts = [...counts];
    this.#said = [...counts];
    this.#courses = counts.map(() => firstCourse(-60_000, beatMs));
    this.#asked = counts.map(() => 0);
    this.#route = route;
  }

  /** Goes on for so long, or until all are as `isSo` says. */
  run(seconds: number, isSo: (counts: readonly number[]) => boolean = () => false): void {
    const end = this.#now + seconds * 1_000;
    while (this.#now < end && !isSo(this.counts)) {
      for (const index of this.counts.keys()) this.#beat(index, this.#now + (index * beatMs) / this.counts.length);
      this.#now += beatMs;
    }
  }

  #beat(index: number, now: number): void {
    const count = this.counts[index] ?? 0;
    this.#said[index] = count;
    const others = this.#said.filter((_, other) => other !== index).map(said => standing(said));
    const outlook = { own: standing(count), others, asked: this.#asked[index] ?? 0, now, beatMs };
    const { course, moves } = decide(this.#courses[index] ?? firstCourse(0, beatMs), outlook);
    this.#courses[index] = course;
    this.#asked[index] = moves;
    for (let move = 0; move < moves; move += 1) {
      this.#change(index, -1);
      this.#change(this.#route(this.counts), 1);
    }
    this.moves += moves;
  }

  #change(index: number, by: number): void {
    this.counts[index] = (this.counts[index] ?? 0) + by;
  }
}

const inTurn = (): Router => {
  let turn = 0;
  return counts => turn++ % counts.length;
};
const byLot = (seed: number): Router => {
  const lot = lots(seed);
  return counts => Math.floor(lot() * counts.length);
};
const fewest: Router = counts => counts.indexOf(Math.min(...counts));

const averageOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0) / counts.length;
const isEven = (counts: readonly number[]): boolean =>
  counts.every(count => Math.abs(count - averageOf(counts)) <= averageOf(counts) * 0.2);
/** Where the lot decides, few connections are uneven whatever one does. */
const isEased = (counts: readonly number[]): boolean =>
  counts.every(count => count - averageOf(counts) <= Math.max(averageOf(counts) * 0.2, 10));

describe("replicas that rebalance", () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const starts = [
    [500, 500, 0, 0],
    [100, 100, 0, 0],
    [1_000, 0],
    [400, 380, 420, 0],
    [900, 100, 100, 100],
    [1_500, 1_500, 0, 0, 0],
  ];

  it.each(starts)("are even within a minute after %j, and then nobody moves", (...counts) => {
    for (const route of [inTurn(), fewest]) {
      const house = new House(counts, route);
      house.run(60, isEven);
      expect(isEven(house.counts)).toBe(true);
      house.run(60);
      const { moves } = house;
      house.run(600);
      expect(house.moves).toBe(moves);
      expect(isEven(house.counts)).toBe(true);
    }
  });

  it.each(starts)("have nobody with too many after %j where connections go by lot, and come to rest", (...counts) => {
    for (const seed of seeds) {
      const house = new House(counts, byLot(seed));
      house.run(60, isEased);
      expect(isEased(house.counts)).toBe(true);
      house.run(60);
      const { moves } = house;
      house.run(600);
      expect(house.moves).toBe(moves);
    }
  });

  it("move each connection twice at most on average, and each once where the balancer counts", () => {
    const surplus = 500;
    for (const seed of seeds) {
      const house = new House([500, 500, 0, 0], byLot(seed));
      house.run(120);
      expect(house.moves).toBeLessThan(surplus * 2.4);
    }
    const house = new House([500, 500, 0, 0], fewest);
    house.run(120);
    expect(house.moves).toBeLessThanOrEqual(surplus);
  });

  it("move nobody because of what is only chance", () => {
    for (const seed of seeds) {
      const lot = byLot(seed);
      const counts = [0, 0, 0, 0];
      for (let person = 0; person < 400; person += 1) {
        const index = lot(counts);
        counts[index] = (counts[index] ?? 0) + 1;
      }
      const house = new House(
        counts.map(count => Math.min(110, Math.max(90, count))),
        lot,
      );
      house.run(600);
      expect(house.moves).toBe(0);
    }
    const few = new House([9, 1, 1, 1], inTurn());
    few.run(600);
    expect(few.moves).toBe(0);
  });

  it.each<[string, number[], Router]>([
    ["does not know the new one", [500, 500, 0], ([one = 0, two = 0]) => (one < two ? 0 : 1)],
    ["sends everybody back after a while", [1_000, 0], ([one = 0]) => (one > 700 ? 1 : 0)],
  ])("give up for minutes where the balancer %s", (_, counts, route) => {
    const house = new House(counts, route);
    house.run(290);
    expect(house.moves).toBeLessThan(600);
  });
});

describe("a replica with more than its part", () => {
  const over: Outlook = { own: standing(1_000), others: [standing(0)], asked: 0, now: 0, beatMs };
  /** What it decides at beats from `at` on, when it has been there for long. */
  function beats(count: number, outlook: Partial<Outlook>, begun = -60_000): number[] {
    let course = firstCourse(begun, beatMs);
    return Array.from({ length: count }, (_, beat) => {
      const decision = decide(course, { ...over, ...outlook, now: beat * beatMs });
      course = decision.course;
      return decision.moves;
    });
  }

  it("waits until it has been so for three beats, then asks so many a second that others can take them in", () => {
    expect(beats(5, {})).toEqual([0, 0, 0, 100, 100]);
    expect(beats(4, { own: standing(20_000) }).at(-1)).toBe(100);
    expect(beats(4, { own: standing(500) }).at(-1)).toBe(60);
    expect(beats(4, { own: standing(60) }).at(-1)).toBe(20);
  });

  it("does nothing in its own first five beats", () => {
    expect(beats(9, {}, 0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 100]);
  });

  it.each<[string, Partial<Outlook>]>([
    ["it is alone", { others: [] }],
    ["another drains", { others: [standing(0), standing(0, { isDraining: true })] }],
    ["it drains itself", { own: standing(1_000, { isDraining: true }) }],
    ["another is nearly full", { others: [standing(90, { most: 100 }), standing(0)] }],
    ["it has no more than a fifth beyond the average", { own: standing(119), others: [standing(81)] }],
  ])("asks nobody while %s", (_, outlook) => {
    expect(beats(10, outlook)).toEqual(Array.from({ length: 10 }, () => 0));
  });

  it("makes up for a late beat, but not for an absence of Redis", () => {
    const course: Course = { at: 0, restsUntil: 0, overSince: 0, round: { excess: 500, asked: 0 } };
    expect(decide(course, { ...over, now: 3_000 }).moves).toBe(150);
    expect(decide(course, { ...over, now: 600_000 }).moves).toBe(200);
  });
});

describe("who is asked", () => {
  const now = 100_000;
  const tab = (name: string, since: number, fields: Partial<Movable> = {}) => ({
    ...{ name, since, askedAt: since, isAtRest: true },
    ...fields,
  });
  const names = (all: Parameters<typeof choose<ReturnType<typeof tab>>>[0], count: number) =>
    choose(all, count, { now, beatMs }).map(({ name }) => name);

  it("is the newest of those who are quiet, then the newest of the rest", () => {
    const busy = { askedAt: now - 1_000 };
    const all = [tab("a", 1), tab("b", 2, busy), tab("c", 3), tab("d", 4, busy)];
    expect(names(all, 1)).toEqual(["c"]);
    expect(names(all, 10)).toEqual(["c", "a", "d", "b"]);
  });

  it("is nobody who waits for an answer, and nobody who came just now", () => {
    expect(names([tab("a", 1, { isAtRest: false }), tab("b", now - 29_000), tab("c", 5)], 10)).toEqual(["c"]);
  });
});
