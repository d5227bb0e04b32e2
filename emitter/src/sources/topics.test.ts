import { describe, expect, it } from "vitest";
import { callOf, parseTopics } from "./topics.ts";

describe("the topics", () => {
  it("are whole calls, or what one verb says", () => {
    const topics = parseTopics("jobs, deploys=announce:general,orders=message,alarms=notify:room:ops");
    expect([...(topics ?? [])]).toEqual([
      ["jobs", { verb: "call" }],
      ["deploys", { verb: "announce", to: "general" }],
      ["orders", { verb: "message", to: undefined }],
      ["alarms", { verb: "notify", to: "room:ops" }],
    ]);
  });

  it.each(["", "a b", "jobs,jobs", "jobs=shout", "orders=message:ada", "alarms=notify:ada"])("are not %j", text => {
    expect(parseTopics(text)).toBeNull();
  });
});

describe("a record", () => {
  it("is a call as JSON", () => {
    const call = { verb: "announce", room: "general", text: "Hello" };
    expect(callOf({ verb: "call" }, undefined, JSON.stringify(call))).toEqual(call);
    expect(() => callOf({ verb: "call" }, undefined, "{")).toThrow("This is not JSON");
  });

  it("is a text for the room of its topic, or of its key", () => {
    const call = { verb: "announce", room: "general", text: "Hello" };
    expect(callOf({ verb: "announce", to: "general" }, undefined, "Hello")).toEqual(call);
    expect(callOf({ verb: "announce", to: undefined }, "general", "Hello")).toEqual(call);
  });

  it("is a message to the person that its key names", () => {
    const rule = { verb: "message", to: undefined } as const;
    expect(callOf(rule, "ada", "Sent")).toEqual({ verb: "message", user: { name: "ada" }, text: "Sent" });
    expect(() => callOf(rule, undefined, "Sent")).toThrow("no key");
  });

  it("may say more in the fields of an object, and nobody else's verb or recipient", () => {
    const value = JSON.stringify({ text: "Hot", title: "Alarm", verb: "announce", target: "everyone" });
    const expected = { verb: "notify", target: { room: "ops" }, text: "Hot", title: "Alarm" };
    expect(callOf({ verb: "notify", to: "room:ops" }, undefined, value)).toEqual(expected);
    expect(() => callOf({ verb: "notify", to: undefined }, "ops", value)).toThrow("key is not");
  });
});
