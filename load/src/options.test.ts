import { describe, expect, it } from "vitest";
import { readOptions, UsageError, usage } from "./options.ts";

describe("the options", () => {
  it("make rooms of fifty people where nobody says otherwise", () => {
    expect(readOptions([])).toMatchObject({
      users: 1_000,
      accounts: 1_000,
      shape: { rooms: 20, roomsPerUser: 1 },
      messagesPerSecond: 20,
      url: "http://localhost:8080",
      remote: false,
      maxP99: null,
    });
  });

  it("make as many rooms as it takes for their members", () => {
    const shapeOf = (...args: string[]) => readOptions(args).shape;
    expect(shapeOf("--users", "300", "--members", "30", "--rooms-per-user", "2").rooms).toBe(20);
    expect(shapeOf("--users", "3").rooms).toBe(1);
    expect(shapeOf("--rooms", "0")).toEqual({ rooms: 0, roomsPerUser: 1 });
  });

  it("take the pace of all together, or of each in a minute", () => {
    expect(readOptions(["--users", "600", "--messages-per-user", "3"]).messagesPerSecond).toBe(30);
    expect(() => readOptions(["--messages-per-user", "3", "--messages-per-second", "1"])).toThrow("only one of them");
    expect(() => readOptions(["--users", "2", "--messages-per-second", "21"])).toThrow("2 people may send 20 a second");
  });

  it("read churn as percent in a minute", () => {
    expect(readOptions(["--churn", "25%"]).churnPerMinute).toBe(0.25);
    expect(readOptions(["--churn", "5"]).churnPerMinute).toBe(0.05);
  });

  it.each([
    [["--users", "many"], "--users: must be a number"],
    [["--users", "0"], "--users: must be a number from 1"],
    [["--users", "1.5"], "--users: must be a whole number"],
    [["--users", ""], "--users: must be a number"],
    [["--accounts", "2000"], "--accounts: must be a number from 1 to 1000"],
    [["--rooms-per-user", "21", "--rooms", "20"], "--rooms-per-user: there are only 20 rooms"],
    [["--url", "localhost:8080"], "--url: must be an address"],
    [["--remote", "yes"], "--remote: can only be yes-i-may"],
    [["--nonsense"], "--nonsense"],
  ])("name what is wrong in %j", (args, sentence) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(sentence);
  });

  it("are all in the help, with their defaults", () => {
    expect(usage()).toContain("--users <n>                 how many users connect (1000)");
    expect(usage()).toContain("--reading                   they mark");
  });
});
