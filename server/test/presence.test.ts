import { setTimeout as delay } from "node:timers/promises";
import type { Replica } from "@hubbub/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { Person } from "./people.ts";
import { until } from "./until.ts";

const graceMs = 1_000;

describe("presence", () => {
  let house: House;
  const present: Person[] = [];

  beforeAll(async () => {
    house = await openHouse({ PRESENCE_GRACE_MS: String(graceMs) });
  });
  afterEach(() => {
    for (const person of present.splice(0)) person.leave();
  });
  afterAll(() => house.stop());

  const come = async (replica: Replica, session?: Person["session"]) => {
    const person = await Person.connect(replica, session);
    present.push(person);
    return person;
  };

  /** A marker that reaches everybody after all diffs that are due by now. */
  const nextFlush = async (observer: Person) => {
    const marker = await come(house.replicas[0]);
    await until(() => observer.sees("general", marker.user.id) === "online", "the next presence flush");
  };

  it("tells the members of a room who came, and who went after the grace", async () => {
    const ada = await come(house.replicas[0]);
    const bob = await come(house.replicas[1]);
    await until(() => ada.sees("general", bob.user.id) === "online", "Ada to see Bob come");
    bob.leave();
    await until(() => ada.sees("general", bob.user.id) === "offline", "Ada to see Bob go");
    const [gone] = ada.told("presence:diff").flatMap(({ offline }) => offline.filter(({ id }) => id === bob.user.id));
    expect(Math.abs((gone?.lastSeen ?? 0) - Date.now())).toBeLessThan(10_000);
  });

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
