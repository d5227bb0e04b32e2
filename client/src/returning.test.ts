import { describe, expect, it } from "vitest";
import { openChat, seqs, upTo } from "../test/support/open-chat.ts";

describe("messages", () => {
  it("that were said while we were away come with the next welcome, without a question", async () => {
    const { environment, replicas, told, resyncs, online } = openChat();
    await online();
    replicas.cut();
    replicas.append("general", 80);
    await environment.pass(1_000);
    expect(seqs(told)).toEqual(upTo(80));
    expect(resyncs).toEqual([]);
    expect(replicas.asked).toEqual([]);
  });

  it("are asked for after the welcome where they were too many to come with it in time", async () => {
    const { environment, replicas, told, online } = openChat();
    await online();
    replicas.cut();
    replicas.append("general", 3);
    replicas.greets = null;
    await environment.pass(14_000);
    replicas.greets = replicas.user;
    await environment.pass(6_000);
    expect(replicas.links.map(({ options }) => options.auth.positions !== undefined)).toEqual([false, true, false]);
    expect(seqs(told)).toEqual(upTo(3));
  });

  it("are asked for in rooms of which the welcome tells nothing", async () => {
    const { environment, replicas, told, online } = openChat();
    await online();
    replicas.cut();
    replicas.append("general", 3);
    replicas.tellsMissed = false;
    await environment.pass(1_000);
    expect(seqs(told)).toEqual(upTo(3));
    expect(replicas.asked.map(({ name }) => name)).toEqual(["rooms:recover"]);
  });
});
