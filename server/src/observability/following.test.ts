import type { Message } from "@hubbub/protocol";
import { describe, expect, it } from "vitest";
import type { Handlers } from "../domain/caller.ts";
import type { NewMessage } from "../domain/ports.ts";
import { createFollowing } from "./following.ts";
import { createLogger } from "./logger.ts";

const user = { id: "adaadaada", name: "Ada" };
const sent: NewMessage = { room: "den", kind: "text", user, text: "not for the log", clientMessageId: "m1", at: 1 };
const message: Message = { seq: 7, kind: "text", user, text: sent.text, at: 1, clientMessageId: "m1" };
const logged = { message, epoch: "e", duplicate: false };

function follower(level: string) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => {
    const { level: _, time: __, ...rest } = JSON.parse(line);
    lines.push(rest);
  };
  const following = createFollowing(createLogger({ replica: "one", level }, { write }), { isTraced: false });
  return { following, lines };
}

describe("a replica that nobody has follow anything", () => {
  it("uses its parts as they are, and is not told of messages", () => {
    const { following } = follower("info");
    const [log, tell, handlers] = [{ append: async () => logged }, () => {}, {} as Handlers];
    expect(following.log(log)).toBe(log);
    expect(following.broadcast(tell)).toBe(tell);
    expect(following.handlers(handlers)).toBe(handlers);
    expect([following.follow, following.arrived]).toEqual([undefined, undefined]);
  });
});

describe("a replica at level debug", () => {
  const place = { replica: "one", connection: "c1", room: "den", epoch: "e", seq: 7, clientMessageId: "m1" };

  it("tells where a message is, by the connection that it came through, and not what it says", () => {
    const { following, lines } = follower("debug");
    const trail = following.follow?.(sent, logged, "c1");
    expect(trail).toEqual({ connection: "c1" });
    const told: unknown[] = [];
    const trails = { 7: { connection: "c1" } };
    following.broadcast((...batch) => void told.push(batch))("den", "e", [message], trails);
    expect(told).toEqual([["den", "e", [message], trails]]);
    following.arrived?.({ batch: { room: "den", epoch: "e", messages: [message] }, trails, at: 1 });
    expect(lines).toEqual([
      { ...place, msg: "Accepted a message" },
      { ...place, msg: "Broadcast a message" },
      { ...place, msg: "A message arrived" },
    ]);
  });

  it("says of a retry that it is one, and of what nobody sent a trail with only what is known", () => {
    const { following, lines } = follower("debug");
    following.follow?.(sent, { ...logged, duplicate: true }, "c2");
    following.arrived?.({ batch: { room: "den", epoch: "e", messages: [message] }, trails: {}, at: 1 });
    const { connection: _, ...anywhere } = place;
    expect(lines).toEqual([
      { ...place, connection: "c2", duplicate: true, msg: "Accepted a message" },
      { ...anywhere, msg: "A message arrived" },
    ]);
  });

  it("leaves a broadcast that fails to whoever asked for it", () => {
    const { following, lines } = follower("debug");
    const broken = following.broadcast(() => {
      throw new Error("no adapter");
    });
    expect(() => broken("den", "e", [message], { 7: { connection: "c1" } })).toThrow("no adapter");
    expect(lines).toEqual([]);
  });
});
