/** What happens to people who change what they said. */
import type { Scenario } from "../scenario.ts";

export const changes: Scenario = {
  name: "edits-and-removals",
  says: "people edit and remove what they said while replicas are killed",
  isShort: true,
  world: { replicas: 3 },
  async run(stage) {
    const people = await stage.crowd(stage.size(8, 40));
    const kill = async () => {
      for (let time = 0; time < stage.size(1, 3); time += 1) {
        const victim = stage.random.pick(stage.world.replicas);
        await victim.kill();
        await victim.start();
      }
    };
    await stage.strike(people, kill, { seconds: stage.size(3, 12), changes: 0.5 });
  },
};
