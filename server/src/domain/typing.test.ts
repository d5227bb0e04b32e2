import { expect, it, vi } from "vitest";
import type { Audience } from "./audience.ts";
import type { Caller } from "./caller.ts";
import { setTyping, typingRate } from "./typing.ts";

const user = { id: "adaadaada", name: "Ada" };
const connection = (): Caller => ({ user, hears: (room: string) => room === "den" }) as unknown as Caller;

function setUp() {
  let now = 0;
  const tellRoom = vi.fn();
  const mutedUntil = vi.fn(async () => 0);
  const type = setTyping({
    audience: { tellRoom } as unknown as Audience,
    keeping: { mutedUntil },
    now: () => now,
    telemetry: { rateLimited: vi.fn() },
  });
  return { type, tellRoom, mutedUntil, pass: (ms: number) => (now += ms) };
}

it("tells who types to the room", async () => {
  const { type, tellRoom } = setUp();
  await type(connection(), { room: "den", typing: true });
  expect(tellRoom).toHaveBeenCalledWith("den", "typing:change", { room: "den", user, typing: true });
});

it("refuses who does not hear the room", async () => {
  const { type, tellRoom } = setUp();
  await expect(type(connection(), { room: "hall", typing: true })).rejects.toMatchObject({ code: "forbidden" });
  expect(tellRoom).not.toHaveBeenCalled();
});

it("shows nobody typing who is muted, and lets them stop", async () => {
  const { type, tellRoom, mutedUntil, pass } = setUp();
  mutedUntil.mockResolvedValue(1_000);
  await expect(type(connection(), { room: "den", typing: true })).rejects.toMatchObject({ code: "forbidden" });
  expect(tellRoom).not.toHaveBeenCalled();
  await type(connection(), { room: "den", typing: false });
  expect(tellRoom).toHaveBeenCalledOnce();
  pass(1_000);
  await type(connection(), { room: "den", typing: true });
  expect(tellRoom).toHaveBeenCalledTimes(2);
});

it("refuses a connection that says it too often, until some time has passed, and no other", async () => {
  const { type, pass } = setUp();
  const one = connection();
  const say = (who: Caller) => type(who, { room: "den", typing: true });
  for (let times = 0; times < typingRate.burst; times += 1) await say(one);
  await expect(say(one)).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 1_000 });
  await say(connection());
  pass(1_000);
  await say(one);
});
