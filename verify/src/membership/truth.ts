/** Whether everybody agrees in the end who is in which room: what was done, every replica, and every device. */
import type { Device } from "../device.ts";
import { RawDevice } from "../raw-device.ts";
import { Recorder } from "../record.ts";
import type { World } from "../world.ts";
import type { Guest } from "./guest.ts";
import { mayEnter } from "./outsider.ts";

/** For the last word to be heard everywhere, in ms. */
const patience = 15_000;

/** Everything that is not as it should be. The hosts are in all rooms, and the first of them is the owner. */
export async function differences(world: World, hosts: readonly Device[], guests: readonly Guest[]): Promise<string[]> {
  const shown = await Promise.all(guests.map(shownOtherwise));
  const told = await Promise.all(world.replicas.map(({ socketUrl }) => toldOtherwise(socketUrl, hosts, guests)));
  return [...shown, ...told].flat();
}

async function shownOtherwise({ device, room, isIn }: Guest): Promise<string[]> {
  const what = `${device.name} to be ${isIn ? "in" : "out of"} ${room}`;
  const isAgreed = device.until(what, ({ rooms }) => rooms.has(room) === isIn, patience);
  return isAgreed.then(
    () => [],
    error => [String(error)],
  );
}

/** What one replica says. */
async function toldOtherwise(url: string, [owner, ...hosts]: readonly Device[], guests: readonly Guest[]) {
  if (owner === undefined) return [];
  const problems: string[] = [];
  await as(owner, url, async raw => {
    for (const room of new Set(guests.map(guest => guest.room))) {
      const { members } = await raw.ask("room:members", { room, limit: 100 });
      const listed = new Set(members.map(({ id }) => id));
      const present = guests.filter(guest => guest.room !== room || guest.isIn).map(({ device }) => device);
      const due = [owner, ...hosts, ...present].map(({ account }) => account.id);
      for (const id of new Set([...due, ...listed])) {
        if (due.includes(id) !== listed.has(id))
          problems.push(`${url} has ${id} ${listed.has(id) ? "" : "not "}in ${room}`);
      }
    }
  });
  for (const { device, room } of guests.filter(({ isBanned }) => isBanned)) {
    await as(device, url, async raw => {
      const isHeard = (await raw.send(room, `${device.name}.banned.${url}`))?.ok === true;
      if (isHeard || (await mayEnter(raw, room)))
        problems.push(`${url} takes ${device.name}, who is banned from ${room}`);
    });
  }
  return problems;
}

async function as({ account }: Device, url: string, work: (raw: RawDevice) => Promise<void>): Promise<void> {
  const raw = await RawDevice.connect(url, account, new Recorder("aside", () => 0));
  await work(raw).finally(() => raw.close());
}
