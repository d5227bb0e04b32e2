import { setTimeout as delay } from "node:timers/promises";
import type { Replica } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person, signUp } from "./people.ts";
import { until } from "./until.ts";

const graceMs = 2_000;
const present: Person[] = [];

const come = async (replica: Replica, session?: Person["session"], options?: object) => {
  const person = await Person.connect(replica, session, options);
  present.push(person);
  return person;
};

afterEach(() => {
  for (const person of present.splice(0)) person.leave();
});

describe("presence", () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse({ PRESENCE_GRACE_MS: String(graceMs) });
  });
  afterAll(() => house.stop());

  /** A marker that reaches everybody after all diffs that are due by now. */
  const nextFlush = async (observer: Person) => {
    const marker = await come(house.replicas[0]);
    await until(() => observer.sees("general", marker.user.id) === "online", "the next presence flush");
  };

  it("answers a join with who is online in the room", async () => {
    const [ada, bob] = [await come(house.replicas[0]), await come(house.replicas[1])];
    await ada.accepted("room:join", { room: "lounge" });
    const { presence } = await bob.accepted("room:join", { room: "lounge" });
    expect(presence.count).toBe(2);
    expect(presence.online).toEqual(expect.arrayContaining([ada.user, bob.user]));
  });

  it("keeps the user online when one of two tabs closes", async () => {
    const ada = await come(house.replicas[0]);
    const bob = await come(house.replicas[0]);
    const secondTab = await come(house.replicas[1], bob.session);
    await until(() => ada.sees("general", bob.user.id) === "online", "Ada to see Bob");
    bob.leave();
    await delay(graceMs);
    await nextFlush(ada);
    expect(ada.sees("general", bob.user.id)).toBe("online");
    secondTab.leave();
    await until(() => ada.sees("general", bob.user.id) === "offline", "Ada to see Bob go");
  });

  it("shows nobody a reload, even one that comes back to another replica", async () => {
    const ada = await come(house.replicas[0]);
    const bob = await come(house.replicas[0]);
    await until(() => ada.sees("general", bob.user.id) === "online", "Ada to see Bob");
    const told = ada.told("presence:diff").length;
    bob.leave();
    await come(house.replicas[1], bob.session);
    await delay(graceMs);
    await nextFlush(ada);
    const since = ada.told("presence:diff").slice(told);
    expect(since.flatMap(({ offline }) => offline).map(({ id }) => id)).not.toContain(bob.user.id);
  });

  it("is away when nobody looks at any device", async () => {
    const [ada, bob] = [await come(house.replicas[0]), await come(house.replicas[1])];
    const secondTab = await come(house.replicas[0], bob.session);
    await bob.accepted("activity:set", { idle: true });
    await secondTab.accepted("activity:set", { idle: true });
    await until(() => ada.sees("general", bob.user.id) === "away", "Ada to see Bob away");
    await bob.accepted("activity:set", { idle: false });
    await until(() => ada.sees("general", bob.user.id) === "online", "Ada to see Bob back");
  });

  it("is away for as long as somebody says so, on all their devices", async () => {
    const ada = await come(house.replicas[0]);
    const bob = await come(house.replicas[1]);
    const secondTab = await come(house.replicas[0], bob.session);
    await bob.accepted("presence:set", { away: true });
    await until(() => ada.sees("general", bob.user.id) === "away", "Ada to see Bob away");
    await until(() => secondTab.told("away:change").length > 0, "the second tab to know");
    expect((await come(house.replicas[1], bob.session)).welcomes[0]?.away).toBe(true);
    await secondTab.accepted("presence:set", { away: false });
    await until(() => ada.sees("general", bob.user.id) === "online", "Ada to see Bob back");
    expect(bob.told("away:change")).toEqual([{ away: true }, { away: false }]);
  });

  it("begins away with a connection that says so", async () => {
    const ada = await come(house.replicas[0]);
    const session = await signUp(house.replicas[1]);
    const bob = await come(house.replicas[1], session, { auth: { token: session.token, idle: true } });
    await until(() => ada.sees("general", bob.user.id) === "away", "Ada to see Bob away");
    expect(ada.told("presence:diff").flatMap(({ online }) => online)).not.toContainEqual(bob.user);
  });

  it("is one packet a second and room, however many replicas have news of it", async () => {
    const ada = await come(house.replicas[0]);
    const others = [house.replicas[0], house.replicas[1], await house.replica()];
    await ada.accepted("room:join", { room: "packets" });
    const packets = () => ada.told("presence:diff").filter(({ room }) => room === "packets").length;
    const began = performance.now();
    const visitors = await Promise.all(others.map(replica => come(replica)));
    while (packets() < 3) {
      for (const visitor of visitors) await visitor.accepted("room:join", { room: "packets" });
      for (const visitor of visitors) await visitor.accepted("room:leave", { room: "packets" });
    }
    expect(packets()).toBeLessThanOrEqual((performance.now() - began) / 1_000 + 2);
  });

  it("tells a room who enters and leaves it", async () => {
    const [ada, bob] = [await come(house.replicas[0]), await come(house.replicas[1])];
    await ada.accepted("room:join", { room: "garden" });
    await bob.accepted("room:join", { room: "garden" });
    await until(() => ada.sees("garden", bob.user.id) === "online", "Ada to see Bob enter");
    await bob.accepted("room:leave", { room: "garden" });
    await until(() => ada.sees("garden", bob.user.id) === "offline", "Ada to see Bob leave");
  });

  it("is right within 15 seconds after a replica was killed, by the default settings", async () => {
    const doomed = await house.replica({ env: { PRESENCE_GRACE_MS: "4000" } });
    const ada = await come(house.replicas[0]);
    const bob = await Person.connect(doomed, undefined, { reconnection: false });
    const cleo = await Person.connect(doomed, undefined, { reconnection: false });
    const tablet = await come(house.replicas[1], cleo.session);
    for (const { user } of [bob, cleo]) {
      await until(() => ada.sees("general", user.id) === "online", "Ada to see them");
    }
    await doomed.kill();
    await until(() => ada.sees("general", bob.user.id) === "offline", "Ada to see Bob gone", 15_000);
    expect(ada.sees("general", cleo.user.id)).toBe("online");
    tablet.leave();
  });
});
