import { EventEmitter } from "node:events";
import { HubbubError } from "@hubbub/protocol";
import { describe, expect, it, vi } from "vitest";
import { createAdmission } from "./admission.ts";
import type { ChatSocket } from "./types.ts";

const identity = { user: { id: "adaadaada", name: "Ada" }, session: "s", expiresAt: 1 };

const rateLimited = vi.fn();

function knocking(more: Partial<Parameters<typeof createAdmission>[0]>) {
  const expected = vi.fn();
  const admission = createAdmission({
    allowedOrigins: [],
    authenticate: async () => identity,
    changes: { mark: 0 },
    closedBecause: () => null,
    expect: expected,
    pace: { take: () => {} },
    trustProxy: 1,
    telemetry: { connectionRefused: vi.fn(), authFailed: vi.fn(), rateLimited } as never,
    journal: { failed: vi.fn(), refused: vi.fn() },
    ...more,
  });
  const handshake = { headers: { "x-forwarded-for": "192.0.2.1" }, address: "127.0.0.1", auth: { token: "t" } };
  const next = vi.fn();
  const socket = { handshake, data: {}, conn: { transport: new EventEmitter() } } as unknown as ChatSocket;
  return { expected, next, done: admission(socket, next) };
}

const refusedWith = (data: object) => expect.objectContaining({ data });

describe("the door", () => {
  it("refuses who was about to come in when a drain began", async () => {
    let closed: string | null = null;
    const authenticate = async () => {
      closed = "This replica is about to stop.";
      return identity;
    };
    const { expected, next, done } = knocking({ authenticate, closedBecause: () => closed });
    await done;
    expect(next).toHaveBeenCalledExactlyOnceWith(refusedWith({ code: "unavailable", temporary: true }));
    expect(expected).not.toHaveBeenCalled();
  });

  it("looks at no token where nobody may come in, or not so fast", async () => {
    const authenticate = vi.fn();
    const take = vi.fn(() => {
      throw new HubbubError("rate_limited", "Too many connections from this address.", { retryAfterMs: 50 });
    });
    await knocking({ authenticate, closedBecause: () => "full" }).done;
    const { next, done } = knocking({ authenticate, pace: { take } });
    await done;
    expect(take).toHaveBeenCalledExactlyOnceWith("192.0.2.1");
    expect(next).toHaveBeenCalledWith(refusedWith({ code: "rate_limited", temporary: true, retryAfterMs: 50 }));
    expect(authenticate).not.toHaveBeenCalled();
    expect(rateLimited).toHaveBeenCalledExactlyOnceWith("connect");
  });

  it("gives the last place to one of two who come at once", async () => {
    let taken = 0;
    const expected = () => {
      taken += 1;
    };
    const closedBecause = () => (taken < 1 ? null : "full");
    const both = [1, 2].map(() => knocking({ closedBecause, expect: expected }));
    await Promise.all(both.map(({ done }) => done));
    expect(both.filter(({ next }) => next.mock.calls[0]?.length === 0)).toHaveLength(1);
  });
});
