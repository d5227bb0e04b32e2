import { HubbubError } from "@hubbub/protocol";
import { expect, it, vi } from "vitest";
import { ada, bob, caller, codeOf } from "../../test/fake-rooms.ts";
import { askRate, boundedForConnection, boundedForOwner, boundedForUser, mayAsk } from "./bounds.ts";
import type { Handler } from "./caller.ts";

const leave: Handler<"room:leave"> = async () => ({});
const payload = { room: "den" };

/** Lets one pass for each bucket. */
function strict() {
  const taken: string[] = [];
  const take = async (bucket: string) => {
    if (taken.includes(bucket)) throw new HubbubError("rate_limited", bucket);
    taken.push(bucket);
  };
  return { taken, limiter: { take, peek: take }, now: () => 0 };
}

it("bounds all that one user asks together, and what owners do apart from it", async () => {
  const ports = strict();
  const ofUser = boundedForUser(mayAsk(ports));
  const asked = [ofUser(leave), ofUser(leave), boundedForOwner(ports)(leave)];
  const codes = [];
  for (const ask of asked) codes.push(await codeOf(ask(caller(ada), payload)));
  expect(codes).toEqual(["accepted", "rate_limited", "accepted"]);
  expect(await codeOf(ofUser(leave)(caller(bob), payload))).toBe("accepted");
  expect(ports.taken).toEqual([`ask:${ada.id}`, `keep:${ada.id}`, `ask:${bob.id}`]);
});

it("bounds each connection, without asking Redis", async () => {
  const ask = boundedForConnection({ now: () => 0, telemetry: { rateLimited: vi.fn() } })(leave);
  const tab = caller(ada);
  for (let times = 0; times < askRate.burst; times += 1) await ask(tab, payload);
  expect(await codeOf(ask(tab, payload))).toBe("rate_limited");
  expect(await codeOf(ask(caller(ada), payload))).toBe("accepted");
});
