/** Who is let into rooms and shown out of them, while people talk there. */
import { commandRedis } from "@hubbub/stack";
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import { Guest, type WayOut } from "../membership/guest.ts";
import { judgeMembership } from "../membership/judge.ts";
import { Outsider } from "../membership/outsider.ts";
import { differences } from "../membership/truth.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

const seconds = 15;
const rooms = [
  { room: "den", kind: "private" },
  { room: "plaza", kind: "public" },
] as const;
const ways: readonly WayOut[] = ["leave", "remove", "ban"];

interface Plan {
  readonly fault: (stage: Stage) => Promise<unknown>;
  /** How long somebody stays out, at least and at most, in ms. */
  readonly out: readonly [number, number];
  /** How long they may still hear what is said, in ms. */
  readonly hearMs: number;
}

/** Owners and hosts stay; guests come and go, each in one of the rooms. */
async function gather(stage: Stage): Promise<{ hosts: Device[]; guests: Guest[] }> {
  const [owner, ...others] = await stage.crowd(17, { rooms: [] });
  if (owner === undefined) throw new Error("Nobody came.");
  for (const each of rooms) await owner.chat.createRoom(each);
  for (const device of others) {
    await owner.chat.invite("den", { user: device.account.id });
    await device.join("plaza");
  }
  const guests = others.slice(4).map((device, index) => {
    const now = () => performance.now();
    return new Guest({ device, ...rooms[index % 2 === 0 ? 0 : 1], owner, alias: `${device.name}-aside`, now });
  });
  return { hosts: [owner, ...others.slice(0, 4)], guests };
}

/** Out and in again, muted now and then; while they are out, somebody in their name tries what they may not. */
async function comeAndGo(stage: Stage, guest: Guest, hosts: readonly Device[], { out }: Plan): Promise<string[]> {
  const random = stage.random.fork();
  const outsider = new Outsider(stage.world.url, guest, stage.job(`${guest.device.name}-aside`));
  await outsider.open();
  const problems: string[] = [];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    await pause(random.between(100, 800));
    if (random.next() < 0.3) await guest.beMuted(random.between(200, 800));
    await guest.goOut(random.pick(ways));
    problems.push(...(await outsider.tries(random.between(...out))));
    await guest.comeIn(random.pick(hosts));
  }
  if (random.next() < 0.5) {
    await guest.goOut(random.pick(ways));
    problems.push(...(await outsider.tries(1_000)));
  }
  outsider.close();
  return problems;
}

const membership = (name: string, says: string, plan: Plan, env: Record<string, string> = {}): Scenario => ({
  name,
  says,
  world: { replicas: 3, env },
  async run(stage) {
    const { hosts, guests } = await gather(stage);
    const speakers = [...hosts, ...guests.map(({ device }) => device)];
    const problems: string[] = [];
    const comings = async () => {
      const found = await Promise.all(guests.map(guest => comeAndGo(stage, guest, hosts, plan)));
      problems.push(...found.flat());
    };
    await stage.underLoad(speakers, () => Promise.all([comings(), pause(4_000).then(() => plan.fault(stage))]), {
      rooms: rooms.map(({ room }) => room),
      seconds: seconds + 5,
    });
    await Promise.all(speakers.map(device => device.answered()));
    problems.push(...(await differences(stage.world, hosts, guests)));
    const standings = guests.map(({ standing }) => standing);
    for (const { kind, user, room, id } of judgeMembership(stage.tapes, standings, plan)) {
      problems.push(`${kind}: ${id} in ${room}, by ${user}`);
    }
    if (problems.length > 0) throw new Error(problems.slice(0, 10).join("\n    "));
  },
});

export const membershipScenarios: readonly Scenario[] = [
  membership(
    "shown-out",
    "people are removed, banned, muted and let in again in two rooms while all talk, and a replica is killed",
    {
      fault: async ({ world, random }) => {
        const victim = random.pick(world.replicas);
        await victim.kill();
        await victim.start();
      },
      out: [100, 1_500],
      hearMs: 0,
    },
  ),
  membership(
    "shown-out-untold",
    "the same while replicas cannot hear each other: a ban holds for what is said at once, and for what is heard within a tick",
    {
      fault: async ({ world }) => {
        for (let time = 0; time < 20; time += 1) {
          await commandRedis(world.redis.port, "CLIENT KILL TYPE pubsub");
          await pause(500);
        }
      },
      out: [4_500, 5_500],
      hearMs: 4_000,
    },
    { POSITION_TICK_MS: "2000" },
  ),
];
