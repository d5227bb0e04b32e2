import type { Joined, PresenceSnapshot } from "@hubbub/protocol";
import { expect, it, vi } from "vitest";
import { createCatchUp } from "./catching-up.ts";

const [ada, bob] = [
  { id: "adaadaada", name: "Ada" },
  { id: "bobbobbob", name: "Bob" },
];
const position = { epoch: "e", seq: 0 };
const facts = { title: "Bob", owner: null, position, texts: 0, read: { seq: 0, texts: 0 }, removed: 0 };

/** What Ada is told of who is in a room. */
async function told(room: string, snapshot: PresenceSnapshot, state: "online" | "offline" = "offline") {
  const statesOf = vi.fn(async () => [{ state, lastSeen: 7 }]);
  const catchUp = createCatchUp({
    log: { recover: async () => ({ position, recovered: true, messages: [], more: false, texts: 0 }) },
    presence: { statesOf },
    whoIsIn: async () => snapshot,
    telemetry: {} as never,
  });
  const kind = room.startsWith("dm:") ? "direct" : "public";
  const { presence }: Joined = await catchUp(ada, { id: room, kind, ...facts });
  return { presence, asked: statesOf.mock.calls };
}

const direct = `dm:${ada.id}:${bob.id}`;
const alone = { online: [ada], count: 1 };

it("tells in a direct room when the other went", async () => {
  const { presence, asked } = await told(direct, alone);
  expect(presence).toEqual({ ...alone, offline: [{ id: bob.id, lastSeen: 7 }] });
  expect(asked).toEqual([[direct, [bob.id]]]);
});

it("tells it of nobody who is there, or is about to be told to have come", async () => {
  const both = { online: [ada, bob], count: 2 };
  expect(await told(direct, both)).toEqual({ presence: both, asked: [] });
  expect((await told(direct, alone, "online")).presence).toEqual(alone);
});

it("asks it of nobody in another room", async () => {
  expect(await told("lounge", alone)).toEqual({ presence: alone, asked: [] });
});
