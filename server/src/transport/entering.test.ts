import { expect, it } from "vitest";
import type { RoomInfo } from "../domain/room-ports.ts";
import type { LiveConnection } from "./connection.ts";
import { type EnteringDeps, enterChat } from "./entering.ts";
import { RecentChanges } from "./recent-changes.ts";
import type { ChatSocket } from "./types.ts";

const user = { id: "adaadaada", name: "Ada" };

const room = (id: string, seq = 1): RoomInfo => ({
  id,
  kind: "public",
  title: id,
  owner: null,
  texts: 0,
  read: { seq: 0, texts: 0 },
  position: { epoch: "e", seq },
});

/** Enters while the user's rooms are `before`, and are `after` when they are looked at again; tells what was done. */
async function enter(before: readonly RoomInfo[], after: readonly RoomInfo[], changed?: string): Promise<string[]> {
  const log: string[] = [];
  const changes = new RecentChanges();
  let rooms = before;
  const socket = {
    data: { identity: { user, session: "s" }, admittedAt: changes.mark },
    handshake: { auth: { token: "t" } },
    emit: (name: string, about: { id?: string; room?: string }) =>
      log.push(`${name} ${about.id ?? about.room ?? ""}`.trim()),
  };
  const connection = {
    user,
    tell: socket.emit,
    enter: async (ids: readonly string[]) => void log.push(...ids.map(id => `enter ${id}`)),
    showOut: (ids: readonly string[]) => log.push(...ids.map(id => `show out ${id}`)),
  };
  const deps = {
    replica: "r1",
    rooms: {
      ofUser: async () => rooms,
    },
    memory: { note: () => {} },
    log: { heads: async () => new Map(rooms.map(({ id, position }) => [id, position])) },
    attendance: {
      async arrive() {
        log.push("arrive");
        rooms = after;
        if (changed !== undefined) changes.note(changed);
        return { saysAway: false };
      },
    },
    authenticate: async () => void log.push("authenticate"),
    changes,
    clock: { now: () => 1 },
  };
  const [fakeSocket, fakeConnection, fakeDeps]: unknown[] = [socket, connection, deps];
  const lookAgain = await enterChat(
    fakeSocket as ChatSocket,
    fakeConnection as LiveConnection,
    fakeDeps as EnteringDeps,
  );
  await lookAgain();
  return log;
}

it("enters the user's rooms, then says welcome", async () => {
  expect(await enter([room("den")], [room("den")])).toEqual(["arrive", "enter den", "welcome"]);
});

it("tells where a room stands in which something was said meanwhile", async () => {
  expect((await enter([room("den")], [room("den", 2)])).slice(3)).toEqual(["room:position den"]);
});

it("enters a room that the user entered meanwhile on another device", async () => {
  const told = await enter([room("den")], [room("den"), room("hall")], user.id);
  expect(told.slice(3)).toEqual(["authenticate", "enter hall", "room:entered hall"]);
});

it("no longer hears a room that the user left, or was shown out of, meanwhile", async () => {
  const told = await enter([room("den"), room("hall")], [room("den")], user.id);
  expect(told.slice(4)).toEqual(["authenticate", "show out hall"]);
});

it("looks again whether a session is still good that was signed out of meanwhile", async () => {
  expect(await enter([room("den")], [room("den")], "s")).toContain("authenticate");
  expect(await enter([room("den")], [room("den")], "another session")).not.toContain("authenticate");
});
