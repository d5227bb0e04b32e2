import { createServer } from "node:http";
import { roomAddress, userAddress } from "@hubbub/protocol";
import { Server } from "socket.io";
import { expect, it, vi } from "vitest";
import { countDeliveries } from "./counted-deliveries.ts";

const [ada, bob] = ["adaadaada", "bobbobbob"];

function setUp() {
  const delivered = vi.fn();
  const io = new Server(createServer());
  countDeliveries(io, { telemetry: { delivered }, now: () => 10_000 });
  const { adapter } = io.of("/");
  const join = (id: string, ...addresses: string[]) => void adapter.addAll(id, new Set(addresses));
  /** As it comes from another replica, which the adapter asks for the same. */
  const hand = async (...data: unknown[]) => {
    adapter.broadcast({ type: 2, data }, { rooms: new Set(), except: new Set(), flags: {} });
    await Promise.resolve();
    return delivered.mock.lastCall;
  };
  return { join, hand, delivered };
}

const messages = [{ at: 9_500 }, { at: 9_999 }, { at: 10_250 }];

it("counts a batch once, for all the connections that hear the room, with the ages of its messages", async () => {
  const { join, hand, delivered } = setUp();
  for (let n = 0; n < 50; n += 1) join(`s${n}`, roomAddress("general"));
  expect(await hand("message:batch", { room: "general", messages })).toEqual([50, [0.5, 0.001, 0]]);
  expect(delivered).toHaveBeenCalledOnce();
});

it("counts in a direct room the connections of both", async () => {
  const { join, hand } = setUp();
  join("a1", userAddress(ada));
  join("a2", userAddress(ada), roomAddress(`dm:${ada}:${bob}`));
  join("b1", userAddress(bob));
  expect(await hand("message:batch", { room: `dm:${ada}:${bob}`, messages })).toEqual([3, expect.anything()]);
});

it("counts nothing where nobody is, of other events, and of what anybody may have written to Redis", async () => {
  const { join, hand } = setUp();
  join("s", roomAddress("general"));
  expect(await hand("message:batch", { room: "lounge", messages })).toBeUndefined();
  expect(await hand("presence:diff", { room: "general", messages })).toBeUndefined();
  for (const junk of [
    undefined,
    null,
    7,
    {},
    { room: 7, messages },
    { room: "general", messages: 7 },
    { room: "general", messages: [null] },
  ]) {
    expect(await hand("message:batch", junk)).toBeUndefined();
  }
  expect(await hand("message:batch", { room: "general", messages: [{}, { at: "x" }, { at: 9_000 }] })).toEqual([
    1,
    [1],
  ]);
});
