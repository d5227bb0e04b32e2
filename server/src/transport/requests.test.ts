import { expect, it, vi } from "vitest";
import { RequestDispatcher } from "./requests.ts";

function setUp(isBusy: boolean) {
  const leave = vi.fn(async () => ({}));
  const dispatcher = new RequestDispatcher({
    handlers: { "room:leave": leave } as never,
    telemetry: { answered: () => {} } as never,
    journal: { failed: () => {}, requestRefused: () => {} },
  });
  const ack = vi.fn();
  const caller = { user: { id: "adaadaada", name: "Ada" }, isBusy } as never;
  const ask = () => dispatcher.dispatch(caller, ["room:leave", { room: "den" }, ack], Promise.resolve());
  return { ask, ack, leave };
}

it("answers a request", async () => {
  const { ask, ack } = setUp(false);
  await ask();
  expect(ack).toHaveBeenCalledExactlyOnceWith({ ok: true });
});

it("refuses one while too many others of the same connection are under way", async () => {
  const { ask, ack, leave } = setUp(true);
  await ask();
  expect(ack).toHaveBeenCalledExactlyOnceWith({
    ok: false,
    error: expect.objectContaining({ code: "rate_limited", temporary: true, retryAfterMs: 1_000 }),
  });
  expect(leave).not.toHaveBeenCalled();
});
