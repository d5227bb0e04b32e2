/** What happens to the lines between clients and nginx. */
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import { areHeard } from "../heard.ts";
import type { Weather } from "../pipe.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** Each of them is away so often, at moments of its own. */
export async function goAway(stage: Stage, people: readonly Device[], times: number, offMs: number, allMs: number) {
  const latest = Math.max(0, allMs / times - offMs);
  const absences = people.map(device => ({ device, random: stage.random.fork() }));
  await Promise.all(
    absences.map(async ({ device, random }) => {
      for (let time = 0; time < times; time += 1) {
        await pause(random.between(0, latest));
        await device.loseLine(pause(offMs));
      }
    }),
  );
}

const jitter: Scenario = {
  name: "jitter",
  says: "each client is off for 2 s, eight times",
  isShort: true,
  isApart: true,
  recoveryP99: 2_000,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 40), { lines: true });
    const [times, offMs, seconds] = stage.isShort ? ([2, 700, 3] as const) : ([8, 2_000, 32] as const);
    const fault = () => goAway(stage, people, times, offMs, seconds * 1_000);
    await stage.underLoad(people, fault, { seconds, perSecond: 20 });
  },
};

const cut: Scenario = {
  name: "lines-cut",
  says: "all lines are cut at once, five times",
  async run(stage) {
    const people = await stage.crowd(40, { lines: true });
    await stage.strike(people, async () => {
      for (let time = 0; time < 5; time += 1) {
        for (const { line } of people) line.cut();
        await pause(stage.random.between(300, 1_000));
      }
    });
  },
};

/** Half of the lines have this weather for a while. */
const weather = (name: string, says: string, weather: Weather, seconds: number): Scenario => ({
  name,
  says: `${says}, for ${seconds} s`,
  async run(stage) {
    const people = await stage.crowd(24, { lines: true });
    const unlucky = people.filter((_, index) => index % 2 === 0);
    const fault = async () => {
      for (const { line } of unlucky) line.turn(weather);
      await pause(seconds * 1_000);
      for (const { line } of unlucky) line.turn({});
    };
    await stage.strike(people, fault, { seconds: seconds + 3 });
  },
});

const dead: Scenario = {
  name: "lines-dead",
  says: "half of the lines go silent and stay so; a new connection would hold",
  async run(stage) {
    const people = await stage.crowd(24, { lines: true });
    const [witness, ...others] = people;
    if (witness === undefined) return;
    const unlucky = others.filter((_, index) => index % 2 === 0);
    const fault = async () => {
      for (const { line } of unlucky) line.silence();
      await areHeard(unlucky, witness);
    };
    await stage.strike(people, fault, { seconds: 8 });
  },
};

const slowReaders: Scenario = {
  name: "slow-readers",
  says: "a third of the clients stop reading while 150 messages of 4 kB a second pass, for 12 s",
  async run(stage) {
    const people = await stage.crowd(30, { lines: true });
    const readers = people.filter((_, index) => index % 3 !== 0);
    const fault = async () => {
      for (const device of people) if (!readers.includes(device)) device.line.turn({ hold: true });
      await pause(12_000);
      for (const { line } of people) line.turn({});
    };
    await stage.strike(readers, fault, { seconds: 12, perSecond: 150, text: "x".repeat(4_000) });
  },
};

export const lineScenarios: readonly Scenario[] = [
  jitter,
  cut,
  weather("lines-silent", "half of the lines swallow everything and break after that", { swallow: true }, 4),
  dead,
  weather("lines-held", "half of the lines hold everything back", { hold: true }, 4),
  weather("lines-long", "half of the lines take 300 ms more", { delayMs: 300 }, 4),
  weather("lines-thin", "half of the lines pass 4 kB a second", { bytesPerSecond: 4_000 }, 4),
  slowReaders,
];
