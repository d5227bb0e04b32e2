import { roomAddress } from "@hubbub/protocol";
import { expect, it } from "vitest";
import { LiveConnection } from "./connection.ts";
import type { ChatSocket } from "./types.ts";

const identity = { user: { id: "adaadaada", name: "Ada" }, session: "s", expiresAt: 1_000 };

/** A connection, and how many timers it has. */
function open() {
  const timers = new Set<object>();
  const rooms = new Set([roomAddress("den")]);
  const clock = {
    now: () => 0,
    after: () => {
      const timer = {};
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const socket: unknown = {
    id: "c",
    data: { identity },
    rooms,
    handshake: { auth: {} },
    conn: { request: { socket: {} } },
    join: () => {},
    leave: () => {},
  };
  const connection = new LiveConnection(socket as ChatSocket, { clock, hears: async () => {} });
  return { connection, timers, rooms };
}

it("waits for the end of its newest token only", () => {
  const { connection, timers } = open();
  connection.renew({ ...identity, expiresAt: 2_000 });
  expect(timers.size).toBe(1);
});

it("is busy while 100 requests are under way", async () => {
  const { connection } = open();
  const answer = Promise.withResolvers<void>();
  for (let asked = 0; asked < 99; asked++) connection.track(answer.promise);
  expect(connection.isBusy).toBe(false);
  connection.track(answer.promise);
  expect(connection.isBusy).toBe(true);
  answer.resolve();
  await connection.idle();
  expect(connection.isBusy).toBe(false);
});

it("waits for nothing once it is closed, not even for a token that was renewed too late", () => {
  const { connection, timers } = open();
  connection.release();
  connection.renew({ ...identity, expiresAt: 2_000 });
  expect(timers.size).toBe(0);
});

it("knows which rooms it heard to its end", () => {
  const { connection, rooms } = open();
  connection.release();
  rooms.clear();
  expect(connection.rooms).toEqual(["den"]);
});
