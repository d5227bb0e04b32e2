import { describe, expect, it } from "vitest";
import { FakeEnvironment } from "../test/support/fake-environment.ts";
import { ada, bob } from "../test/support/messages.ts";
import { OwnTyping, Typists } from "./typing.ts";

describe("others who type", () => {
  const listen = () => {
    const environment = new FakeEnvironment();
    const heard: string[] = [];
    const typists = new Typists(environment, (room, typing) => {
      heard.push(`${room}: ${typing.map(({ name }) => name).join(" ")}`);
    });
    const say = (user = bob, typing = true) => typists.heard({ room: "den", user, typing });
    return { environment, heard, typists, say };
  };

  it("are told when they begin and when they stop, and not in between", async () => {
    const { environment, heard, say } = listen();
    say();
    await environment.pass(3_000);
    say();
    say(ada);
    say(bob, false);
    expect(heard).toEqual(["den: bob", "den: bob ada", "den: ada"]);
  });

  it("have stopped when they are not heard of for a while", async () => {
    const { environment, heard, say } = listen();
    say();
    await environment.pass(5_000);
    say();
    await environment.pass(5_999);
    expect(heard).toEqual(["den: bob"]);
    await environment.pass(1);
    expect(heard).toEqual(["den: bob", "den: "]);
    expect(environment.timers).toBe(0);
  });

  it("have stopped when their message is there, or there is no connection any more", () => {
    const { environment, heard, typists, say } = listen();
    say();
    typists.stopped("den", bob);
    typists.stopped("den", bob);
    say(ada);
    typists.clear();
    typists.clear();
    expect(heard).toEqual(["den: bob", "den: ", "den: ada", "den: "]);
    expect(environment.timers).toBe(0);
  });
});

describe("a user who types", () => {
  const type = () => {
    const environment = new FakeEnvironment();
    const told: boolean[] = [];
    const own = new OwnTyping(
      () => environment.now(),
      (_room, typing) => told.push(typing),
    );
    return { environment, told, set: (typing: boolean) => own.set("den", typing), sent: () => own.sent("den") };
  };

  it("is told at once, and every three seconds while they go on", async () => {
    const { environment, told, set } = type();
    for (let keystroke = 0; keystroke < 10; keystroke += 1) {
      set(true);
      await environment.pass(500);
    }
    expect(told).toEqual([true, true]);
  });

  it("is told to have stopped only where others think that they type", async () => {
    const { environment, told, set, sent } = type();
    set(false);
    set(true);
    sent();
    set(false);
    expect(told).toEqual([true]);
    set(true);
    set(false);
    expect(told).toEqual([true, true, false]);
    set(true);
    await environment.pass(60_000);
    set(false);
    expect(told).toEqual([true, true, false, true]);
  });
});
