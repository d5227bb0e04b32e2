import { expect, it, vi } from "vitest";
import { ada, caller, codeOf, FakeRooms } from "../../test/fake-rooms.ts";
import { presenceRate, setActivity, setPresence } from "./activity.ts";

it("notes on a connection that nobody looks at it before Redis is told, in case that has to be told again", async () => {
  const log: string[] = [];
  const idleCaller = { ...caller(ada), setIdle: (idle: boolean) => void log.push(`idle ${idle}`) };
  const arrive = async () => {
    log.push("told");
    return { saysAway: false };
  };
  await setActivity({ attendance: { arrive }, now: () => 0, telemetry: { rateLimited: vi.fn() } })(idleCaller, {
    idle: true,
  });
  expect(log).toEqual(["idle true", "told"]);
});

it("tells all devices that their user is away, once that is known", async () => {
  const rooms = new FakeRooms();
  const setAway = async () => void rooms.told.push("Redis knows");
  await setPresence({ ...rooms.ports, presence: { setAway } })(caller(ada), { away: true });
  expect(rooms.told).toEqual(["Redis knows", `${ada.id} says away`]);
});

it("lets a connection turn away and back only so often", async () => {
  let time = 0;
  const arrive = async () => ({ saysAway: false });
  const rateLimited = vi.fn();
  const set = setActivity({ attendance: { arrive }, now: () => time, telemetry: { rateLimited } });
  const restless = { ...caller(ada), setIdle: () => {} };
  const ask = () => codeOf(set(restless, { idle: true }));
  for (let turn = 0; turn < presenceRate.burst; turn += 1) expect(await ask()).toBe("accepted");
  expect(await ask()).toBe("rate_limited");
  expect(rateLimited).toHaveBeenCalledExactlyOnceWith("presence");
  time += 1_000;
  expect(await ask()).toBe("accepted");
});
