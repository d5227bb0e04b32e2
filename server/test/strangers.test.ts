import { limits } from "@hubbub/protocol";
import { commandRedis } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

let house: House;
const present: Person[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => {
  for (const person of present.splice(0)) person.leave();
});
afterAll(() => house.stop());

const come = async (replica: 0 | 1) => {
  const person = await Person.connect(house.replicas[replica]);
  present.push(person);
  return person;
};

let rooms = 0;

/** A private room of Ada's. */
const den = async () => {
  const ada = await come(0);
  rooms += 1;
  const { room } = await ada.accepted("room:create", { room: `den-${rooms}`, kind: "private" });
  return { ada, room };
};

describe("somebody who is not in a room", () => {
  it("is told nothing by its owner, and is banned all the same", async () => {
    const { ada, room } = await den();
    const eve = await come(1);
    const who = { room, user: eve.user.id };
    await ada.accepted("room:remove", who);
    await ada.accepted("room:ban", { ...who, banned: true });
    expect(await ada.ask("room:mute", { ...who, until: Date.now() + 60_000 })).toMatchObject({
      error: { code: "not_found" },
    });
    await ada.say("general", "a mark that reaches Eve later");
    await until(() => eve.heard("general").includes("a mark that reaches Eve later"), "the mark");
    expect([...eve.told("room:exited"), ...eve.told("room:muted")]).toEqual([]);
    expect((await ada.accepted("room:members", { room, limit: 9 })).banned).toEqual([eve.user]);
  });

  it("leaves it without a trace", async () => {
    const { room } = await den();
    const eve = await come(1);
    const exits = () => commandRedis(house.redis.port, `HGET ${house.keyPrefix}:{room:${room}}:meta exits`);
    const before = await exits();
    await eve.accepted("room:leave", { room });
    expect(await exits()).toBe(before);
  });
});

describe("somebody who asks very much", () => {
  it("is told to wait, and others are not", async () => {
    const [eve, bob] = [await come(0), await come(1)];
    const history = { room: "general", before: 1, limit: 1 };
    const codes: unknown[] = [];
    while (!codes.includes("rate_limited")) {
      const acks = await Promise.all(Array.from({ length: 90 }, () => eve.ask("room:history", history)));
      codes.push(...acks.map(ack => (ack.ok ? "ok" : ack.error.code)));
    }
    expect(codes.filter(code => code === "ok").length).toBeGreaterThanOrEqual(limits.askBurst);
    expect(await bob.ask("room:history", history)).toMatchObject({ ok: true });
  });
});
