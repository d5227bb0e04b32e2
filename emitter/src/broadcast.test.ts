import type { Notice } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import { createClassicBroadcast, createShardedBroadcast } from "./broadcast.ts";

const notice: Notice = { kind: "info", title: "Deploy", text: "At five", at: 1 };

const kinds = [
  ["classic", createClassicBroadcast, "hubbub:io-request#/#"],
  ["sharded", createShardedBroadcast, "hubbub:io#/#"],
] as const;

describe.each(kinds)("the broadcast to replicas with the %s adapter", (_, create, requests) => {
  function recording(answer: () => Promise<number>) {
    const channels: string[] = [];
    const broadcast = create(channel => {
      channels.push(channel);
      return answer();
    }, "hubbub:io");
    return { channels, broadcast };
  }

  it("resolves with how many replicas took it", async () => {
    const { broadcast } = recording(async () => 3);
    await expect(broadcast.emit(["room:general"], "notice", notice)).resolves.toBe(3);
  });

  it("rejects when Redis did not take it, instead of the library's constant true", async () => {
    const { broadcast } = recording(() => Promise.reject(new Error("gone")));
    await expect(broadcast.emit("everyone", "notice", notice)).rejects.toThrow("gone");
  });

  it("names one address in the channel, and everyone or several by the namespace's own", async () => {
    const { broadcast, channels } = recording(async () => 1);
    await broadcast.emit(["room:general"], "notice", notice);
    await broadcast.emit("everyone", "notice", notice);
    await broadcast.emit(["user:a", "user:b"], "notice", notice);
    expect(channels).toEqual(["hubbub:io#/#room:general#", "hubbub:io#/#", "hubbub:io#/#"]);
  });

  it("asks the replicas to let the connections of an address hear a room", async () => {
    const { broadcast, channels } = recording(async () => 2);
    await expect(broadcast.enter("user:a", "room:dm:a:b")).resolves.toBe(2);
    expect(channels).toEqual([requests]);
  });

  it("never takes an empty list for everyone", async () => {
    const { broadcast, channels } = recording(async () => 1);
    await expect(broadcast.emit([], "notice", notice)).resolves.toBe(0);
    expect(channels).toEqual([]);
  });
});
