/** What becomes of connections when replicas are added. */
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** So far from the mean a replica may be. */
const tolerance = 0.2;
/** Half of them go to a replica that has too many already, and go once more. */
const mostMoves = 2.5;

/** How many of these people each replica serves. */
function counts({ world }: Stage, people: readonly Device[]): number[] {
  const served = Map.groupBy(people, ({ chat }) => chat.state.connection.replica);
  return world.replicas.map(({ id }) => served.get(id)?.length ?? 0);
}

async function evenWithin(stage: Stage, people: readonly Device[], ms: number): Promise<void> {
  const mean = people.length / stage.world.replicas.length;
  const isEven = () => counts(stage, people).every(count => Math.abs(count - mean) <= mean * tolerance);
  for (const end = performance.now() + ms; !isEven(); await pause(200)) {
    if (performance.now() > end)
      throw new Error(`After ${ms} ms the replicas serve ${counts(stage, people).join(", ")}.`);
  }
}

const losses = (people: readonly Device[]): number =>
  people.reduce((sum, { recorder }) => sum + recorder.lines.filter(({ type }) => type === "lost").length, 0);

/** Resolves when nobody was moved for `stillMs`. */
async function untilStill(people: readonly Device[], stillMs: number): Promise<void> {
  const most = people.length * mostMoves;
  for (let before = -1, now = losses(people); now !== before; now = losses(people)) {
    if (now > most) throw new Error(`${people.length} people were moved ${now} times.`);
    before = now;
    await pause(stillMs);
  }
}

/** People at replicas that are even are moved by nobody. */
export async function staysStill(stage: Stage): Promise<void> {
  const people = await stage.crowd(60);
  await stage.talk(people, { seconds: 4, perSecond: 10 });
  const moved = losses(people);
  if (moved > 0) throw new Error(`${people.length} people were moved ${moved} times.`);
}

/** Of a crowd, so many are watched: a room of many more would be counted only. */
const mostWatched = 100;

/** Two replicas become four while people talk, some of whom are watched. */
async function grow(stage: Stage, size: number, { seconds, stillMs }: { seconds: number; stillMs: number }) {
  const { world } = stage;
  const people = await stage.crowd(size, { accounts: size, rooms: ["hall"] });
  const watched = people.slice(0, mostWatched);
  for (const device of watched) await device.join("plaza");
  const rules = { graceMs: 4_000, arriveMs: 3_000, departMs: 8_000 };
  const watch = await stage.watch(rules, { whom: device => watched.includes(device) });
  await watch.untilRight(10_000);
  const scaleOut = async () => {
    for (let added = 0; added < 2; added += 1) await world.addReplica();
    await evenWithin(stage, people, 60_000);
    await untilStill(people, stillMs);
  };
  const talk = { rooms: ["hall", "plaza"], seconds, perSecond: 6 };
  await stage.underLoad(watched.slice(0, 30), scaleOut, talk);
  await watch.untilRight(10_000);
}

const soon: Scenario = {
  name: "rebalance-soon",
  says: "two replicas become four under talk, with 120 clients and quick beats; nobody is moved any more once they are even",
  isShort: true,
  world: { replicas: 2, env: { PRESENCE_BEAT_MS: "400" } },
  run: stage => grow(stage, 120, { seconds: 6, stillMs: 2_000 }),
};

const rebalance: Scenario = {
  name: "rebalance",
  says: "two replicas become four under talk, with 1,000 clients; all are within a fifth of the mean after 60 s, and stay",
  isApart: true,
  world: { replicas: 2 },
  run: stage => grow(stage, 1_000, { seconds: 50, stillMs: 10_000 }),
};

const byCount: Scenario = {
  ...rebalance,
  name: "rebalance-least-conn",
  says: "the same with BALANCE=least_conn",
  world: { ...rebalance.world, balance: "least_conn" },
};

export const balanceScenarios: readonly Scenario[] = [soon, rebalance, byCount];
