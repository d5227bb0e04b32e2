import { expect, it } from "vitest";
import type { RoomInfo } from "../domain/ports.ts";
import type { LiveConnection } from "./connection.ts";
import { type EnteringDeps, enterChat } from "./entering.ts";
import type { ChatSocket } from "./types.ts";

const room = (id: string, seq = 1): RoomInfo => ({ id, kind: "public", title: id, position: { epoch: "e", seq } });

/** Enters while the user's rooms are `before`, and are `after` when they are looked at again; tells what was done. */
async function enter(before: readonly RoomInfo[], after: readonly RoomInfo[]): Promise<string[]> {
  const log: string[] = [];
  const reads = [before, after];
  const socket = {
    handshake: { auth: { token: "t" } },
    emit: (name: string, { room: id = "" }) => log.push(`${name} ${id}`.trim()),
  };
  const connection = {
    user: { id: "adaadaada", name: "Ada" },
    enter: async (rooms: readonly string[]) => void log.push(...rooms.map(id => `enter ${id}`)),
    exit: (rooms: readonly string[]) => log.push(...rooms.map(id => `exit ${id}`)),
  };
  const deps = {
    replica: "r1",
    rooms: { ofUser: async () => reads.shift() },
    attendance: { arrive: async () => void log.push("arrive") },
    authenticate: async () => {},
    clock: { now: () => 1 },
  };
  const [fakeSocket, fakeConnection, fakeDeps]: unknown[] = [socket, connection, deps];
  await enterChat(fakeSocket as ChatSocket, fakeConnection as LiveConnection, fakeDeps as EnteringDeps);
  return log;
}

it("enters the user's rooms, then says welcome", async () => {
  expect(await enter([room("den")], [room("den")])).toEqual(["arrive", "enter den", "welcome"]);
});

it("tells where a room stands in which something was said meanwhile, and enters a new one", async () => {
  const told = await enter([room("den")], [room("den", 2), room("hall")]);
  expect(told.slice(3)).toEqual(["enter den", "enter hall", "room:position den", "room:position hall"]);
});

it("no longer hears a room that the user left meanwhile on another device", async () => {
  expect((await enter([room("den"), room("hall")], [room("den")])).slice(4)).toEqual(["exit hall"]);
});
