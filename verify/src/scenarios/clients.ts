/** What clients do, and what becomes of it. */
import { pause } from "../deadline.ts";
import { RawDevice } from "../raw-device.ts";
import type { Scenario } from "../scenario.ts";
import { goAway } from "./lines.ts";

const reload: Scenario = {
  name: "reload",
  says: "pages are reloaded while they send; the outbox survives",
  isShort: true,
  async run(stage) {
    const people = await stage.crowd(stage.size(8, 24));
    await stage.strike(people, async () => {
      for (const device of people) {
        for (let line = 0; line < 3; line += 1) device.say("plaza");
        await pause(stage.random.between(0, 30));
        device.reload();
      }
    });
  },
};

const directs: Scenario = {
  name: "direct-messages",
  says: "pairs write to each other, each off for 1 s, three times",
  async run(stage) {
    const people = await stage.crowd(24, { lines: true });
    const pairs = people.flatMap((one, index) => {
      const other = people[index + 1];
      return index % 2 === 0 && other !== undefined ? [{ one, other }] : [];
    });
    const talks = await Promise.all(
      pairs.map(async ({ one, other }) => ({ speakers: [one, other], room: await one.openDirect(other.account) })),
    );
    await Promise.all([
      ...talks.map(({ speakers, room }) => stage.talk(speakers, { rooms: [room], seconds: 8, perSecond: 5 })),
      goAway(stage, people, 3, 1_000, 8_000),
    ]);
  },
};

const comeAndGo: Scenario = {
  name: "joins-and-leaves",
  says: "people enter and leave the room while others talk in it",
  isShort: true,
  async run(stage) {
    const speakers = await stage.crowd(6);
    const visitors = await Promise.all(
      Array.from({ length: stage.size(6, 18) }, (_, index) => stage.device(6 + index)),
    );
    await stage.strike(speakers, () =>
      Promise.all(
        visitors.map(async visitor => {
          await visitor.connect();
          for (let visit = 0; visit < 3; visit += 1) {
            await visitor.join("plaza");
            await pause(stage.random.between(50, 400));
            if (visit < 2) await visitor.leave("plaza");
          }
        }),
      ),
    );
  },
};

const manyRooms: Scenario = {
  name: "many-rooms",
  says: "each client is in 40 rooms and off for 1.5 s, twice",
  async run(stage) {
    const rooms = Array.from({ length: 40 }, (_, index) => `room-${index}`);
    const people = await stage.crowd(16, { rooms, lines: true });
    await stage.underLoad(people, () => goAway(stage, people, 2, 1_500, 8_000), { rooms, seconds: 8, perSecond: 80 });
  },
};

const manyDevices: Scenario = {
  name: "many-devices",
  says: "four people with twelve devices each, half of which are closed",
  async run(stage) {
    const devices = await stage.crowd(48, { accounts: 4 });
    await stage.strike(
      devices.filter((_, index) => index % 2 === 0),
      async () => {
        for (const [index, device] of devices.entries()) if (index % 2 === 1) device.close();
      },
      { perSecond: 20 },
    );
  },
};

const tooFast: Scenario = {
  name: "too-fast",
  says: "two people say 60 things at once; the replicas let ten a second pass",
  async run(stage) {
    const people = await stage.crowd(8);
    for (const device of people.slice(0, 2)) for (let line = 0; line < 60; line += 1) device.say("plaza");
    await stage.talk(people.slice(2));
    await Promise.all(people.map(device => device.answered()));
  },
};

const closeAtOnce: Scenario = {
  name: "send-and-close",
  says: "clients send and close in the same turn, thirty times",
  isShort: true,
  async run(stage) {
    const people = await stage.crowd(stage.size(6, 16));
    const recorder = stage.job("hasty");
    const account = await stage.accounts.number(0);
    await stage.strike(people.slice(1), async () => {
      for (let turn = 0; turn < stage.size(10, 30); turn += 1) {
        const hasty = await RawDevice.connect(stage.world.url, account, recorder);
        const sent = hasty.send("plaza", `hasty.${turn}`);
        hasty.close();
        await sent;
      }
    });
  },
};

const outsiders: Scenario = {
  name: "outsiders",
  says: "people who are not in the room, or name none, are refused while others talk",
  async run(stage) {
    const people = await stage.crowd(8);
    const recorder = stage.job("outsider");
    const outsider = await RawDevice.connect(stage.world.url, await stage.accounts.number(20), recorder);
    const fault = async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await outsider.send(stage.random.pick(["plaza", "nowhere", "NO ROOM"]), `outsider.${turn}`);
        await pause(120);
      }
    };
    await stage.underLoad(people, fault).finally(() => outsider.close());
  },
};

const tokenEnds: Scenario = {
  name: "token-ends",
  says: "tokens last for 9 s; connections renew theirs, or come back with another",
  world: { env: { TOKEN_MINUTES: "0.15" } },
  async run(stage) {
    const people = await stage.crowd(12);
    await stage.talk(people, { seconds: 24, perSecond: 20 });
  },
};

export const clientScenarios: readonly Scenario[] = [
  reload,
  directs,
  comeAndGo,
  manyRooms,
  manyDevices,
  tooFast,
  closeAtOnce,
  outsiders,
  tokenEnds,
];
