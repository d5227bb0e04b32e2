/** What happens when a message is sent more than once. */
import { RawDevice } from "../raw-device.ts";
import type { Scenario } from "../scenario.ts";

export const racingRetries: Scenario = {
  name: "racing-retries",
  says: "each message is sent through two replicas at once, twice",
  isShort: true,
  async run(stage) {
    const people = await stage.crowd(stage.size(6, 20));
    const recorder = stage.job("racer");
    const account = await stage.accounts.number(0);
    const racers = await Promise.all(
      stage.world.replicas.map(({ socketUrl }) => RawDevice.connect(socketUrl, account, recorder)),
    );
    try {
      const race = async () => {
        // Within the burst that one person has.
        for (let turn = 0; turn < 5; turn += 1) {
          await Promise.all([...racers, ...racers].map(racer => racer.send("plaza", `race.${turn}`)));
        }
      };
      await stage.underLoad(people.slice(1), race);
    } finally {
      for (const racer of racers) racer.close();
    }
  },
};

export const retryScenarios: readonly Scenario[] = [racingRetries];
