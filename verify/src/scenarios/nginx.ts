/** What happens to nginx, and what everybody at once does to it. */
import { pause } from "../deadline.ts";
import type { Device } from "../device.ts";
import type { Scenario } from "../scenario.ts";

const reloaded: Scenario = {
  name: "nginx-reloaded",
  says: "nginx is reloaded four times",
  async run(stage) {
    const people = await stage.crowd(40);
    await stage.strike(people, async () => {
      for (let time = 0; time < 4; time += 1) await stage.world.nginx.route(stage.world.replicas);
    });
  },
};

const upgraded: Scenario = {
  name: "nginx-upgraded",
  says: "another binary takes the place of nginx, which costs nobody a connection; 2 s later what is left of the old one ends",
  mostTries: 3,
  async run(stage) {
    const nginx = await stage.world.startDaemon();
    const people = await stage.crowd(40, { url: nginx.url });
    const upgrade = async () => {
      const old = await nginx.upgrade();
      await pause(2_000);
      if (people.some(hasLost)) throw new Error("Somebody lost a connection.");
      await nginx.end(old);
    };
    await stage.strike(people, upgrade, { seconds: 8 });
  },
};

const hasLost = ({ recorder }: Device): boolean => recorder.lines.some(({ type }) => type === "lost");

const killed: Scenario = {
  name: "nginx-killed",
  says: "kill -9 of nginx, which is back after 1 s",
  isShort: true,
  async run(stage) {
    const { nginx } = stage.world;
    const people = await stage.crowd(stage.size(12, 40));
    await stage.strike(people, async () => {
      await nginx.kill();
      await pause(stage.size(200, 1_000));
      await nginx.start();
      for (const { recorder } of people) recorder.note({ type: "reachable" });
    });
  },
};

const storm: Scenario = {
  name: "reconnect-storm",
  says: "2,000 clients lose their connections at the same time",
  isApart: true,
  async run(stage) {
    const { nginx } = stage.world;
    const people = await stage.crowd(stage.size(200, 2_000));
    const fault = async () => {
      await nginx.kill();
      await nginx.start();
    };
    await stage.strike(people.slice(0, 30), fault, { seconds: 12, perSecond: 5 });
  },
};

export const nginxScenarios: readonly Scenario[] = [reloaded, upgraded, killed, storm];
