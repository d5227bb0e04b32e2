/** What happens to clients and their lines. */
import { pause } from "../deadline.ts";
import type { Scenario } from "../scenario.ts";

const jitter: Scenario = {
  name: "jitter",
  says: "each client is off for 2 s, eight times",
  isShort: true,
  recoveryP99: 2_000,
  async run(stage) {
    const people = await stage.crowd(stage.size(12, 40), { lines: true });
    const [times, off, seconds] = stage.isShort ? [2, 700, 4] : [8, 2_000, 32];
    const fault = () =>
      Promise.all(
        people.map(async device => {
          for (let time = 0; time < times; time += 1) {
            await pause(stage.random.between(0, (seconds * 1_000) / times - off));
            await device.loseLine(pause(off));
          }
        }),
      );
    await stage.underLoad(people, fault, { seconds, perSecond: 20 });
  },
};

export const clientScenarios: readonly Scenario[] = [jitter];
