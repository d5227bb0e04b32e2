import { HubbubError } from "@hubbub/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeEnvironment } from "../test/support/fake-environment.ts";
import { largePatience, WatchedLink } from "./watched-link.ts";

describe("a watched link", () => {
  let environment: FakeEnvironment;
  let link: WatchedLink;
  let asked: string[];
  let silences: number;
  /** The answers that are still to come, by request. */
  let pending: Map<string, PromiseWithResolvers<object>>;

  beforeEach(() => {
    environment = new FakeEnvironment();
    asked = [];
    silences = 0;
    pending = new Map();
    const request = (name: string) => {
      asked.push(name);
      const answer = Promise.withResolvers<object>();
      pending.set(name, answer);
      return answer.promise;
    };
    link = new WatchedLink({ request: request as never, close: () => {} }, environment, largePatience(0), () => {
      silences += 1;
    });
  });

  const mark = () => link.request("read:mark", { room: "general", seq: 1 });

  it("asks a replica that does not answer whether it is there, and knows within five seconds that it is not", async () => {
    void mark();
    await environment.pass(1_500);
    expect(asked).toEqual(["read:mark", "session:probe"]);
    expect(silences).toBe(0);
    await environment.pass(3_000);
    expect(silences).toBe(1);
    expect(environment.timers).toBe(0);
  });

  it("has patience with a replica that says it is there: a request may take long", async () => {
    const answer = mark();
    for (let time = 0; time < 10; time += 1) {
      await environment.pass(1_500);
      pending.get("session:probe")?.resolve({});
    }
    pending.get("read:mark")?.resolve({});
    await answer;
    await environment.pass(60_000);
    expect(silences).toBe(0);
  });

  it("takes a refusal for an answer, and a time that is over for none", async () => {
    mark().catch(() => {});
    pending.get("read:mark")?.reject(new HubbubError("forbidden", "no"));
    await environment.pass(60_000);
    expect(asked).toEqual(["read:mark"]);
    mark().catch(() => {});
    pending.get("read:mark")?.reject(new HubbubError("unavailable", "There was no answer"));
    await environment.pass(4_500);
    expect(silences).toBe(1);
  });

  it("asks nothing while anything is heard", async () => {
    void mark();
    for (let time = 0; time < 10; time += 1) {
      await environment.pass(1_000);
      link.heard();
    }
    expect(asked).toEqual(["read:mark"]);
  });

  it("has more patience while a large answer is on its way, for nothing else comes through then", async () => {
    const recovery = link.request("rooms:recover", { positions: {} });
    void mark();
    link.probe();
    await environment.pass(2_499);
    expect(asked).toEqual(["rooms:recover", "read:mark"]);
    pending.get("rooms:recover")?.resolve({});
    await recovery;
    await environment.pass(4_500);
    expect(silences).toBe(1);
  });

  it("lets go of a line that died under a large answer, within five seconds at first, and later each time", async () => {
    void link.request("rooms:recover", { positions: {} });
    await environment.pass(4_999);
    expect(asked).toEqual(["rooms:recover", "session:probe"]);
    expect(silences).toBe(0);
    await environment.pass(1);
    expect(silences).toBe(1);
    expect([0, 1, 2, 3, 4, 9].map(largePatience)).toEqual([2_500, 5_000, 10_000, 20_000, 40_000, 40_000]);
  });

  it("probes once when somebody doubts the line, however often they do", async () => {
    link.probe();
    link.probe();
    expect(asked).toEqual(["session:probe"]);
    await environment.pass(2_999);
    pending.get("session:probe")?.resolve({});
    await environment.pass(60_000);
    expect(silences).toBe(0);
    link.probe();
    await environment.pass(3_000);
    expect(silences).toBe(1);
  });

  it("is silent about a link that was closed", async () => {
    void mark();
    link.probe();
    link.close();
    pending.get("session:probe")?.resolve({});
    await environment.pass(60_000);
    expect(silences).toBe(0);
    expect(environment.timers).toBe(0);
  });
});
