import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Caller } from "./caller.ts";
import { editMessage, removeMessage, sendMessage } from "./messages.ts";
import type { NewMessage } from "./ports.ts";

const user = { id: "adaadaada", name: "Ada" };
const payload = { room: "den", text: "hello", clientMessageId: "m1" };
const change = { room: "den", target: 3, clientMessageId: "m2", targetId: "m0" };
const forgotten = new HubbubError("not_found", "no such room");

const published: NewMessage[] = [];
const connections: string[] = [];
const publish = vi.fn(async ({ targetId: _, room: __, ...message }: NewMessage) => ({
  message: { seq: 4, ...message },
  epoch: "e1",
  duplicate: false,
}));
const take = vi.fn(async () => {});
const heal = vi.fn(async () => {});
const introduce = vi.fn(async () => {});
const ports = {
  introduce,
  publisher: {
    publish: (message: NewMessage, connection: string) => {
      published.push(message);
      connections.push(connection);
      return publish(message);
    },
  },
  limiter: { take, peek: async () => {} },
  heal,
  now: () => 1_000,
};
const caller = { id: "c1", user, hears: (room: string) => room === "den" } as unknown as Caller;

beforeEach(() => {
  vi.clearAllMocks();
  published.length = 0;
});

describe("a message", () => {
  it("is the caller's, whatever the payload says, at the replica's time", async () => {
    const answer = await sendMessage(ports)(caller, payload);
    expect(published).toEqual([{ ...payload, kind: "text", user, at: 1_000 }]);
    expect(connections.at(-1)).toBe("c1");
    expect(answer).toMatchObject({ epoch: "e1", message: { seq: 4, text: "hello" } });
  });

  it("brings a direct room to the other person where it is the first one in it", async () => {
    await sendMessage(ports)(caller, payload);
    expect(introduce).not.toHaveBeenCalled();
    publish.mockImplementationOnce(async ({ targetId: _, room: __, ...message }: NewMessage) => ({
      message: { seq: 1, ...message },
      epoch: "e1",
      duplicate: false,
    }));
    await sendMessage(ports)(caller, payload);
    expect(introduce).toHaveBeenCalledExactlyOnceWith("den", user);
  });

  it("is sent again where the room it was heard in had been forgotten", async () => {
    publish.mockRejectedValueOnce(forgotten);
    await sendMessage(ports)(caller, payload);
    expect(heal).toHaveBeenCalledOnce();
    expect(published).toHaveLength(2);
  });

  it("is refused at once where the caller is muted: who is told for how long was not forgotten", async () => {
    const muted = new HubbubError("forbidden", "muted", { retryAfterMs: 5_000 });
    publish.mockRejectedValueOnce(muted);
    await expect(sendMessage(ports)(caller, payload)).rejects.toBe(muted);
    expect(heal).not.toHaveBeenCalled();
  });

  it("is refused in a room that the caller does not hear", async () => {
    publish.mockRejectedValueOnce(forgotten);
    await expect(sendMessage(ports)(caller, { ...payload, room: "hall" })).rejects.toBe(forgotten);
    expect(heal).not.toHaveBeenCalled();
  });
});

describe("a change to a message", () => {
  it("is an entry with the target and the new words", async () => {
    await editMessage(ports)(caller, { ...change, text: "better" });
    expect(published).toEqual([{ ...change, text: "better", kind: "edit", user, at: 1_000 }]);
  });

  it("is an entry without words where it is a removal", async () => {
    await removeMessage(ports)(caller, change);
    expect(published).toEqual([{ ...change, text: "", kind: "remove", user, at: 1_000 }]);
  });

  it("looks for nothing that was forgotten when it is refused: its target would be gone, too", async () => {
    publish.mockRejectedValueOnce(forgotten);
    await expect(removeMessage(ports)(caller, change)).rejects.toBe(forgotten);
    expect(heal).not.toHaveBeenCalled();
  });

  it("counts against the rate of messages", async () => {
    take.mockRejectedValueOnce(new HubbubError("rate_limited", "slow down"));
    await expect(editMessage(ports)(caller, { ...change, text: "better" })).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(take).toHaveBeenCalledWith(`message:${user.id}`, expect.anything(), 1_000);
    expect(published).toEqual([]);
  });
});
