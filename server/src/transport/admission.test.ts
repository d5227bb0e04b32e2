import { expect, it, vi } from "vitest";
import { createAdmission } from "./admission.ts";
import type { ChatSocket } from "./types.ts";

const identity = { user: { id: "adaadaada", name: "Ada" }, session: "s", expiresAt: 1 };

it("refuses who was about to come in when a drain began", async () => {
  let closed: string | null = null;
  const admission = createAdmission({
    allowedOrigins: [],
    authenticate: async () => {
      closed = "This replica is about to stop.";
      return identity;
    },
    changes: { mark: 0 },
    closedBecause: () => closed,
    telemetry: { connectionRefused: vi.fn() } as never,
    logFault: vi.fn(),
  });
  const next = vi.fn();
  await admission({ handshake: { headers: {}, auth: { token: "t" } }, data: {} } as unknown as ChatSocket, next);
  expect(next).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ data: { code: "unavailable", temporary: true } }),
  );
});
