import { expect, it } from "vitest";
import { ada, caller, FakeRooms } from "../../test/fake-rooms.ts";
import { setActivity, setPresence } from "./activity.ts";

it("notes on a connection that nobody looks at it before Redis is told, in case that has to be told again", async () => {
  const log: string[] = [];
  const idleCaller = { ...caller(ada), setIdle: (idle: boolean) => void log.push(`idle ${idle}`) };
  const arrive = async () => {
    log.push("told");
    return { saysAway: false };
  };
  await setActivity({ attendance: { arrive } })(idleCaller, { idle: true });
  expect(log).toEqual(["idle true", "told"]);
});

it("tells all devices that their user is away, once that is known", async () => {
  const rooms = new FakeRooms();
  const setAway = async () => void rooms.told.push("Redis knows");
  await setPresence({ ...rooms.ports, presence: { setAway } })(caller(ada), { away: true });
  expect(rooms.told).toEqual(["Redis knows", `${ada.id} says away`]);
});
