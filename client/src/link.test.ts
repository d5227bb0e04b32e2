import { expect, it, vi } from "vitest";
import { openSocketLink } from "./link.ts";

/** A socket that takes `took` ms for each answer. */
const socket = vi.hoisted(() => ({
  took: 0,
  connected: true,
  on: () => {},
  off: () => {},
  onAny: () => {},
  offAny: () => {},
  disconnect: () => {},
  timeout: (ms: number) => ({
    emitWithAck: async () => {
      if (socket.took > ms) throw new Error("operation has timed out");
      return { ok: true, rooms: {} };
    },
  }),
}));
vi.mock("socket.io-client", () => ({ io: () => socket }));

const link = openSocketLink({
  url: "http://chat",
  auth: { token: "t" },
  onEvent: () => {},
  onEnd: () => {},
  openPatience: 1_000,
});

it("waits much longer for the messages of many hours than for anything else", async () => {
  socket.took = 30_000;
  expect(await link.request("rooms:recover", { positions: {} })).toMatchObject({ rooms: {} });
  await expect(link.request("room:leave", { room: "den" })).rejects.toMatchObject({ code: "unavailable" });
});
