import { readUpTo } from "@hubbub/protocol";
import { expect, it, vi } from "vitest";
import type { Audience } from "./audience.ts";
import type { Caller } from "./caller.ts";
import { markRead } from "./reading.ts";

const user = { id: "adaadaada", name: "Ada" };

it("answers with how far the user has read now, and tells all their devices", async () => {
  const mark = { seq: 7, unread: 2, position: { epoch: "e", seq: 9 } };
  const reads = { mark: vi.fn(async () => mark) };
  const tellUser = vi.fn();
  const handle = markRead({ reads, audience: { tellUser } as unknown as Audience });
  expect(await handle({ user } as Caller, { room: "den", seq: 5, epoch: "e" })).toEqual(mark);
  expect(reads.mark).toHaveBeenCalledWith("den", user.id, 5, "e");
  expect(tellUser).toHaveBeenCalledWith(user.id, "read:change", { room: "den", ...mark });
});

it("counts as unread the texts after the place that was read, never less than none", () => {
  const read = { seq: 7, texts: 5 };
  expect(readUpTo({ read, removed: 0 }, 8)).toEqual({ read: 7, unread: 3 });
  expect(readUpTo({ read, removed: 1 }, 8)).toEqual({ read: 7, unread: 2 });
  expect(readUpTo({ read, removed: 0 }, 4)).toEqual({ read: 7, unread: 0 });
});
