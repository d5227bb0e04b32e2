import type { Notice, Trail } from "@hubbub/protocol";
import { decode } from "notepack.io";
import { describe, expect, it } from "vitest";
import { createClassicBroadcast, createShardedBroadcast } from "./broadcast.ts";

const batch = { room: "general", epoch: "e", messages: [] };
const notice: Notice = { kind: "info", title: "Deploy", text: "At five", at: 1 };

const kinds = [
  ["classic", createClassicBroadcast, "hubbub:io-request#/#", "hubbub:io#/#user:a#"],
  ["sharded", createShardedBroadcast, "hubbub:io#/#", "hubbub:io#/#"],
] as const;

describe.each(kinds)("the broadcast to replicas with the %s adapter", (kind, create, requests, farewell) => {
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

  it("speaks to the replicas themselves", async () => {
    const { broadcast, channels } = recording(async () => 2);
    await expect(broadcast.tellReplicas("enter", "general", "ada00000")).resolves.toBe(2);
    expect(channels).toEqual([requests]);
  });

  it("tells people why before it closes their connections", async () => {
    const { broadcast, channels } = recording(async () => 2);
    const reason = { code: "unauthenticated", temporary: true } as const;
    await expect(broadcast.disconnect("user:a", reason)).resolves.toBe(2);
    expect(channels).toEqual([farewell, requests]);
  });

  it("never takes an empty list for everyone", async () => {
    const { broadcast, channels } = recording(async () => 1);
    await expect(broadcast.emit([], "notice", notice)).resolves.toBe(0);
    await expect(broadcast.tellMessages([], batch, undefined)).resolves.toBe(0);
    expect(channels).toEqual([]);
  });

  it("puts how messages are followed beside the event, and nothing there where none is", async () => {
    const packets: unknown[] = [];
    const broadcast = create(async (_channel, packet) => {
      const read = typeof packet === "string" ? JSON.parse(packet).data.packet : decode(packet)[1];
      packets.push(read);
      return 1;
    }, "hubbub:io");
    const trails = { 7: { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } };
    await broadcast.tellMessages(["room:general"], batch, trails);
    await broadcast.tellMessages(["room:general"], batch, undefined);
    const event = { type: 2, nsp: "/", data: ["message:batch", batch] };
    expect(packets).toEqual([{ ...event, trails }, event]);
  });

  it("takes no more bytes for that than docs/decisions/0017 says", async () => {
    let size = 0;
    const broadcast = create(async (_channel, packet) => {
      size = Buffer.byteLength(packet);
      return 1;
    }, "hubbub:io");
    const sizeWith = async (trail?: Trail) => {
      await broadcast.tellMessages(["room:general"], batch, trail && { 42: trail });
      return size;
    };
    const connection = "Flt-HfC9YxIJVBBMAAAA";
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const bare = await sizeWith();
    const more = [await sizeWith({ connection }), await sizeWith({ connection, traceparent })].map(of => of - bare);
    expect(more).toEqual(kind === "classic" ? [44, 113] : [54, 126]);
  });
});
